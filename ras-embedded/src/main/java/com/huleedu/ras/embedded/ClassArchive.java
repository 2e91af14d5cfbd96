package com.huleedu.ras.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The classes of one class path, as a JVM that ended in order left them for those that start later
 * (class-data sharing). The JVM looks whether they are still right, and starts without if not.
 */
final class ClassArchive {
  private static final String PLACE = "ras.embedded.classes";
  private static final String ARCHIVE = ".jsa";
  private static final Duration KEPT_FOR = Duration.ofDays(30);
  private static final String BEGUN = ".new";
  private static final Duration WRITTEN_WITHIN = Duration.ofHours(1);

  private final Path file;

  private ClassArchive(Path file) {
    this.file = file;
  }

  /**
   * Where archives are kept: in the directory that the tests of this build name, else nowhere, so
   * that a demo leaves nothing behind. Who can write one runs code in whoever starts with it: no
   * place that others can write to.
   */
  static Optional<Path> directory() throws IOException {
    String named = System.getProperty(PLACE);
    return named == null ? Optional.empty() : Optional.of(Files.createDirectories(Path.of(named)));
  }

  /**
   * That of a class path.
   *
   * @param classPath jars alone, for the JVM makes none of a directory
   */
  static ClassArchive of(Path directory, List<Path> classPath) throws IOException {
    StringBuilder key = new StringBuilder(System.getProperty("java.vm.version"));
    key.append(System.getProperty("java.home"));
    for (Path jar : classPath) {
      key.append('\n').append(jar).append(' ').append(Files.size(jar));
      key.append(' ').append(Files.getLastModifiedTime(jar));
    }
    String name = digest(key.toString().getBytes(UTF_8));
    return new ClassArchive(directory.resolve(name + ARCHIVE));
  }

  /** A short name of what the bytes are. */
  static String digest(byte[] bytes) {
    try {
      byte[] whole = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(whole, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("each JVM has SHA-256", e);
    }
  }

  /** For one JVM that is about to start. */
  Use use() {
    boolean there = Files.exists(file);
    return new Use(there ? file : file.resolveSibling(UUID.randomUUID() + BEGUN), there);
  }

  /** What one JVM does with the archive. */
  final class Use {
    private final Path path;
    private final boolean made;

    private Use(Path path, boolean made) {
      this.path = path;
      this.made = made;
    }

    /** Whether it makes the archive, and so takes some seconds longer to end. */
    boolean makesIt() {
      return !made;
    }

    List<String> flags() {
      return List.of(
          (made ? "-XX:SharedArchiveFile=" : "-XX:ArchiveClassesAtExit=") + path,
          "-Xlog:cds*=off",
          "-Xlog:aot*=off");
    }

    /**
     * The JVM has ended.
     *
     * @param inOrder whether what it made is whole
     */
    void ended(boolean inOrder) {
      if (made || !Files.exists(path)) {
        return;
      }
      try {
        if (inOrder) {
          Files.move(path, file, StandardCopyOption.ATOMIC_MOVE);
        }
        discardOld();
      } catch (IOException later) {
        // Then another one makes it.
      }
    }

    private void discardOld() throws IOException {
      Files.deleteIfExists(path);
      discard(ARCHIVE, KEPT_FOR);
      discard(BEGUN, WRITTEN_WITHIN);
    }

    private void discard(String suffix, Duration olderThan) throws IOException {
      Instant limit = Instant.now().minus(olderThan);
      try (DirectoryStream<Path> all = Files.newDirectoryStream(file.getParent(), "*" + suffix)) {
        for (Path one : all) {
          if (Files.getLastModifiedTime(one).toInstant().isBefore(limit)) {
            Files.deleteIfExists(one);
          }
        }
      }
    }
  }
}
