package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.port.Health;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each probe asks its own question, and says on request what was looked at. */
class ProbesTest {
  private static final Health.Verdict ILL = new Health.Verdict(List.of("away"));
  private static final Instant SINCE = Instant.parse("2026-11-01T12:00:00Z");

  private final TestServer server = new TestServer(new FakeBatches());

  @AfterEach
  void stop() {
    server.close();
  }

  private RawHttp.Reply get(String target, String... headers) {
    try (RawHttp http = new RawHttp(server.adapter.metricsPort())) {
      return Objects.requireNonNull(http.send(RawHttp.get(target, headers)).read());
    }
  }

  private List<Integer> statuses() {
    return List.of("/livez", "/startedz", "/readyz", "/readyz/answering", "/readyz/projecting")
        .stream()
        .map(target -> get(target).status())
        .toList();
  }

  @Test
  void each_has_an_answer_of_its_own() {
    assertThat(statuses()).containsExactly(200, 200, 200, 200, 200);
    server.ready = ILL;
    assertThat(statuses()).containsExactly(200, 200, 503, 200, 503);
    server.answering = ILL;
    assertThat(statuses()).containsExactly(200, 200, 503, 503, 503);
    server.started = ILL;
    assertThat(statuses()).containsExactly(200, 503, 503, 503, 503);
  }

  @Test
  void what_was_looked_at_is_told_who_asks_for_it() {
    server.ready =
        new Health.Verdict(
            List.of("away"),
            List.of(),
            List.of(
                new Health.Check("postgresql", SINCE, Optional.of(SINCE.plusSeconds(9)), List.of()),
                new Health.Check("kafka", SINCE, Optional.empty(), List.of("away"))));

    assertThat(get("/readyz").body()).doesNotContain("checks");
    for (String query : List.of("verbose", "verbose=true", "x=%zz&verbose")) {
      assertThat(get("/readyz/projecting?" + query).body())
          .endsWith(
              """
              "reasons":["away"],"checks":[\
              {"check":"postgresql","ok":true,"since":"2026-11-01T12:00:00Z","last_success":"2026-11-01T12:00:09Z"},\
              {"check":"kafka","ok":false,"since":"2026-11-01T12:00:00Z","reasons":["away"]}]}\
              """);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1 | true",
        "application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.4 | true",
        "Application/OpenMetrics-Text | true",
        "application/openmetrics-text;q=0.2,text/plain | false",
        "application/openmetrics-text;q=0 | false",
        "application/openmetrics-text;q=x | false",
        "text/plain | false",
        "*/* | false",
        ", | false"
      })
  void open_metrics_is_for_who_prefers_it(String accept, boolean open) {
    RawHttp.Reply reply = get("/metrics", "Accept: " + accept);

    assertThat(reply.header("Content-Type"))
        .isEqualTo(open ? MetricsForm.OPEN_METRICS : MetricsForm.TEXT);
    assertThat(reply.body().endsWith("# EOF\n")).isEqualTo(open);
  }

  @Test
  void who_asks_for_nothing_gets_the_older_text() {
    assertThat(get("/metrics").header("Content-Type")).isEqualTo(MetricsForm.TEXT);
  }
}
