package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import com.huleedu.ras.domain.UnavailableException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnswerLogTest {
  private final LogCapture lines = new LogCapture(AnswerLog.class.getName());
  private long now;
  private final AnswerLog log = new AnswerLog(() -> now);

  @AfterEach
  void stop() {
    lines.close();
  }

  @Test
  void whatIsNoProblemIsALineAtDebug() {
    log.done(Endpoint.GET_BATCH_STATUS, "HEAD", 304, null, Duration.ofMillis(1500));

    ILoggingEvent line = lines.events.getFirst();
    assertThat(line.getLevel()).isEqualTo(Level.DEBUG);
    assertThat(line.getMessage()).isEqualTo("answered");
    assertThat(line.getKeyValuePairs())
        .extracting(pair -> pair.key + "=" + pair.value)
        .containsExactly(
            "endpoint=get_batch_status", "method=HEAD", "status_code=304", "duration_ms=1500.0");
  }

  @Test
  void aFloodOfProblemsLeavesTenLinesAndTheirCount() {
    for (int i = 0; i < 1_000; i++) {
      problem();
    }
    assertThat(lines.at(Level.INFO)).hasSize(10);
    assertThat(lines.at(Level.DEBUG)).hasSize(990);

    now += AnswerLog.WINDOW.toNanos();
    healthy();
    assertThat(counts("answered with problems, beyond the lines that are shown"))
        .isEqualTo(List.of(990L));
    healthy();
    problem();
    assertThat(lines.at(Level.INFO)).hasSize(12);
  }

  @Test
  void aServerThatIsAwayIsTenWarningsAndTheirCount() {
    for (int i = 0; i < 25; i++) {
      log.unavailable(new UnavailableException("PostgreSQL", "away"));
    }
    assertThat(lines.at(Level.WARN)).hasSize(10);
    assertThat(lines.at(Level.WARN).getFirst().getMessage()).contains("away");
    assertThat(lines.at(Level.WARN).getFirst().getKeyValuePairs().toString())
        .contains("server=\"PostgreSQL\"");

    now += AnswerLog.WINDOW.toNanos();
    healthy();
    assertThat(counts("not answered since a server was away, beyond the lines that are shown"))
        .isEqualTo(List.of(15L));
  }

  @Test
  void failuresOfOurOwnAreAlwaysTold() {
    for (int i = 0; i < 25; i++) {
      log.failed(new IllegalStateException("why"));
    }
    assertThat(lines.at(Level.ERROR))
        .hasSize(25)
        .allMatch(line -> line.getThrowableProxy().getMessage().equals("why"));
  }

  @Test
  void anAnswerThatCouldNotBeSentIsToldAsSuch() {
    done(RequestFilter.NOT_DELIVERED, null);
    assertThat(lines.events.getFirst().getMessage()).isEqualTo("the answer could not be sent");
    assertThat(lines.events.getFirst().getLevel()).isEqualTo(Level.DEBUG);
  }

  private List<Object> counts(String message) {
    return lines.at(Level.INFO).stream()
        .filter(line -> line.getMessage().equals(message))
        .map(line -> line.getKeyValuePairs().getFirst().value)
        .toList();
  }

  private void healthy() {
    done(200, null);
  }

  private void problem() {
    done(404, ErrorType.NOT_FOUND);
  }

  private void done(int status, @Nullable ErrorType error) {
    log.done(Endpoint.HEALTHZ, "GET", status, error, Duration.ZERO);
  }
}
