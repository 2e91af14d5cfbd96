package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Prometheus' own judge of rules, panels and metrics; of Debian's package {@code prometheus}, which
 * {@code .ci/run} unpacks.
 */
final class Promtool {
  /** Names the program where it is not on the path. */
  private static final String VARIABLE = "RAS_PROMTOOL";

  private final Path program;

  private Promtool(Path program) {
    this.program = program;
  }

  /** The program; where there is none the test is left out, and says what it needs. */
  static Promtool required() {
    Optional<Path> found =
        Optional.ofNullable(System.getenv(VARIABLE)).map(Path::of).or(Promtool::onThePath);
    Assumptions.assumeTrue(
        found.isPresent(),
        "needs promtool: apt-get install prometheus, or its path in " + VARIABLE);
    return new Promtool(found.get());
  }

  private static Optional<Path> onThePath() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder, "promtool"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * What it says.
   *
   * @param input of its standard input
   */
  String run(String input, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    try {
      Path read = Files.createTempFile("ras-promtool", ".in");
      try {
        Files.writeString(read, input);
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(read.toFile())
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
      } finally {
        Files.delete(read);
      }
    } catch (IOException e) {
      throw new IllegalStateException(String.join(" ", command), e);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    }
  }

  /** The same, where it has to be content. */
  void accepts(String... arguments) {
    assertThat(run("", arguments))
        .as(String.join(" ", arguments))
        .contains("SUCCESS")
        .doesNotContain("FAILED");
  }
}
