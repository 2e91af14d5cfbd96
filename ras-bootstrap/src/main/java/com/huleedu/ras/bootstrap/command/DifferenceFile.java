package com.huleedu.ras.bootstrap.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Differences as JSON, in a file until the result is printed: they may be too many for the heap,
 * and an object that is printed in part would be none.
 */
final class DifferenceFile {
  private final Path file;
  private final Writer writer;

  DifferenceFile() {
    try {
      file = Files.createTempFile("ras-differences", ".json");
      file.toFile().deleteOnExit();
      writer = Files.newBufferedWriter(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void add(String json) {
    try {
      writer.append(json).append('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** To be called once, when all are added; the file goes. */
  void forEach(Consumer<String> json) {
    try {
      writer.close();
      try (Stream<String> lines = Files.lines(file)) {
        lines.forEach(json);
      }
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
