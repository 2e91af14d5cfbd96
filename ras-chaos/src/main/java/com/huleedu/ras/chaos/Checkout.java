package com.huleedu.ras.chaos;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;

/** The repository that this program was built in: what it ships is what is tried. */
final class Checkout {
  private static final Path RULES = Path.of("deploy", "prometheus", "ras-alerts.yml");

  private final Path root;

  private Checkout(Path root) {
    this.root = root;
  }

  /** Above the classes of this program, or above where it was started. */
  static Checkout find() {
    for (Path start : List.of(ofTheClasses(), Path.of("").toAbsolutePath())) {
      for (Path path = start; path != null; path = path.getParent()) {
        if (Files.isRegularFile(path.resolve(RULES))) {
          return new Checkout(path);
        }
      }
    }
    throw new ExperimentFailedException(
        "there is no %s above this program: it has to run from a checkout".formatted(RULES));
  }

  private static Path ofTheClasses() {
    CodeSource source = Checkout.class.getProtectionDomain().getCodeSource();
    try {
      return Path.of(source.getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new ExperimentFailedException("can't tell where this program lies", e);
    }
  }

  /** The alerts as they are shipped. */
  Path rules() {
    return root.resolve(RULES);
  }

  /** What each alert means, and which others are no news beside it. */
  Path page() {
    return root.resolve("docs").resolve("alerts.md");
  }

  /** Prometheus, where a package of it was unpacked. */
  Path unpackedPrometheus() {
    return root.resolve(".ras/prometheus/usr/bin/prometheus");
  }
}
