package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.huleedu.ras.adapter.json.EventKind;
import com.huleedu.ras.adapter.json.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The service as the first generation was released: built from this repository's own history, once,
 * under {@code target}.
 *
 * @param root where its sources and jars lie
 */
record FirstRelease(Path root) {
  /** The last commit that reads what the first generation's producers say, and nothing else. */
  private static final String COMMIT = "ad52a664f38cb3a35204206e305240b58727e35d";

  private static final Set<EventKind> KINDS =
      EnumSet.of(
          EventKind.BATCH_REGISTERED,
          EventKind.PHASE_OUTCOME,
          EventKind.SPELLCHECK_COMPLETED,
          EventKind.CJ_ASSESSMENT_COMPLETED);

  /** Builds it; whoever has no history, as a shallow clone, or no Maven skips the test. */
  static FirstRelease build() {
    FirstRelease release = new FirstRelease(Path.of("target", "first-release").toAbsolutePath());
    if (!Files.exists(release.jar())) {
      assumeTrue(
          ends("git", "cat-file", "-e", COMMIT + "^{commit}"),
          () -> "the release can't be built: git has no commit %s here".formatted(COMMIT));
      assumeTrue(ends("mvn", "--version"), "the release can't be built: there is no mvn");
      release.make();
    }
    return release;
  }

  private void make() {
    try {
      Files.createDirectories(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // In a subdirectory git would archive that alone.
    assertThat(ends("sh", "-c", "git -C .. archive %s | tar -x -C '%s'".formatted(COMMIT, root)))
        .isTrue();
    assertThat(
            ends(
                "mvn",
                "-B",
                "-q",
                "-f",
                root.resolve("pom.xml").toString(),
                "-pl",
                "ras-bootstrap",
                "-am",
                "package",
                "-Dmaven.test.skip=true",
                "-Dspotless.check.skip=true",
                "-Dcheckstyle.skip=true",
                "-Dmdep.analyze.skip=true"))
        .as("the release does not build")
        .isTrue();
  }

  private static boolean ends(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start()
              .waitFor()
          == 0;
    } catch (IOException noSuchCommand) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path jar() {
    return root.resolve("ras-bootstrap/target/ras-bootstrap.jar");
  }

  /** The scripts that make its tables. */
  List<Path> migrations() {
    try (Stream<Path> files =
        Files.list(root.resolve("ras-adapter-postgres/src/main/resources/db/migration"))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The topics that it reads. */
  static List<String> topics(Deployment deployment) {
    return KINDS.stream().map(kind -> deployment.topic(Topics.DEFAULT.first(kind))).toList();
  }

  /** A process of it in this deployment, of which it knows four topics. */
  ServiceProcess start(Deployment deployment) {
    return ServiceProcess.ofClasses(jar().toString(), settings(deployment), "serve");
  }

  private static Map<String, String> settings(Deployment deployment) {
    Map<String, String> settings = new HashMap<>(deployment.environment());
    for (EventKind kind : EventKind.values()) {
      settings.remove(kind.setting());
    }
    KINDS.forEach(
        kind -> settings.put(kind.setting(), deployment.topic(Topics.DEFAULT.first(kind))));
    return settings;
  }
}
