package com.huleedu.ras.tls;

import com.huleedu.ras.domain.MisconfiguredException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Certificates, a key or both, as a setting says them: never shown, a key may be among them. */
public sealed interface Material {
  /** By which an operator knows it. */
  String setting();

  /**
   * What it holds now.
   *
   * @throws MisconfiguredException if it can't be read
   */
  byte[] content();

  /** The file that may change; empty if there is none. */
  Optional<Path> file();

  /** The content of a file, which is read again when it changes. */
  static Material file(String setting, Path path) {
    return new OfFile(setting, path);
  }

  /** A text, which stays what it is. */
  static Material text(String setting, String text) {
    return new OfText(setting, text);
  }

  /** In a file. */
  record OfFile(String setting, Path path) implements Material {
    @Override
    public byte[] content() {
      try {
        return Files.readAllBytes(path);
      } catch (IOException e) {
        // Not the path: who mistakes X_FILE for X has the key itself there.
        throw new MisconfiguredException(
            "%s names a file that can't be read (%s)".formatted(setting, reason(e)));
      }
    }

    private static String reason(IOException failure) {
      return switch (failure) {
        case NoSuchFileException _ -> "there is none";
        case AccessDeniedException _ -> "no right to";
        default -> failure.getClass().getSimpleName();
      };
    }

    @Override
    public Optional<Path> file() {
      return Optional.of(path);
    }

    @Override
    public String toString() {
      return setting;
    }
  }

  /** In the setting itself. */
  record OfText(String setting, String text) implements Material {
    @Override
    public byte[] content() {
      return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Optional<Path> file() {
      return Optional.empty();
    }

    @Override
    public String toString() {
      return setting;
    }
  }
}
