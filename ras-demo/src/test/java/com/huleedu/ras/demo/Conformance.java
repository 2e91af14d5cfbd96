package com.huleedu.ras.demo;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/** The messages and histories that every part of RAS is held against. */
final class Conformance {
  private Conformance() {}

  static Path directory(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(Conformance.class.getResource("/conformance/" + name)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static Path scenario(String name) {
    return directory("scenarios").resolve(name + ".json");
  }
}
