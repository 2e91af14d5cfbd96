package com.huleedu.ras.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of this repository, for tests that hold texts and code against each other. */
public final class Repository {
  public static final Path ROOT = Path.of("..");

  private Repository() {}

  /** The main classes of the modules whose names begin so, all of them by {@code "ras-"}. */
  public static List<Path> sources(String... modules) {
    try (Stream<Path> all = Files.list(ROOT)) {
      return all.filter(module ->
              Stream.of(modules).anyMatch(it -> module.getFileName().toString().startsWith(it)))
          .map(module -> module.resolve("src/main/java"))
          .filter(Files::isDirectory)
          .flatMap(source -> files(source, ".java").stream())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Path> files(Path folder, String ending) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
