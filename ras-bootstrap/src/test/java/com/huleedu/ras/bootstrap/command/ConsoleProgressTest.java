package com.huleedu.ras.bootstrap.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What a person reads who waits for an audit without a terminal. */
class ConsoleProgressTest {
  @Test
  void theFirstLineOfAStepSaysThatNothingIsDoneYet() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try (ConsoleProgress progress = new ConsoleProgress()) {
      progress.startStep("Reading", 120);
      progress.advance(60);
      progress.advance(60);
    } finally {
      System.setErr(before);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("Reading: 0 of 120", "Reading: 60 of 120", "Reading: 120 of 120");
  }
}
