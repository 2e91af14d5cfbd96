package com.huleedu.ras.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a server keeps its data and its log.
 *
 * @param temporary whether it goes when the server is closed
 */
record ServerDirectory(Path path, boolean temporary) {
  private static final int LOG_TAIL_LINES = 15;

  /** The given directory, created if need be; a temporary one for null. */
  static ServerDirectory of(@Nullable Path given, String prefix) {
    try {
      return given == null
          ? new ServerDirectory(Files.createTempDirectory("ras-" + prefix + "-"), true)
          : new ServerDirectory(Files.createDirectories(given).toRealPath(), false);
    } catch (IOException e) {
      String what = "can't create its data directory" + (given == null ? "" : " " + given);
      throw new ServerFailedException(prefix, what + ": " + e, e);
    }
  }

  Path log() {
    return path.resolve("server.log");
  }

  Path data() {
    return path.resolve("data");
  }

  /** What has to go even if this JVM is killed; null if the data are to stay. */
  @Nullable Path scratch() {
    return temporary ? path : null;
  }

  /** The end of the log, to be put behind a message; empty without a log. */
  String logTail() {
    try {
      List<String> lines = Files.exists(log()) ? Files.readAllLines(log()) : List.of();
      List<String> tail = lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size());
      return tail.isEmpty() ? "" : "\n  " + String.join("\n  ", tail);
    } catch (IOException unreadable) {
      return "";
    }
  }

  /** Deletes a temporary directory; leaves the data of any other. */
  void discard() {
    if (!temporary || !Files.exists(path)) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't delete " + path, e);
    }
  }
}
