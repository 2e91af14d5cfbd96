package com.huleedu.ras.telemetry;

import static com.huleedu.ras.telemetry.Given.decoded;
import static com.huleedu.ras.telemetry.Given.malformed;
import static com.huleedu.ras.telemetry.Given.poll;
import static com.huleedu.ras.telemetry.Given.traceId;
import static com.huleedu.ras.telemetry.Given.traceparent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.Tracing;
import com.huleedu.ras.domain.port.deadletter.DeadLetter;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.ProjectionResult;
import com.huleedu.ras.embedded.CollectedSpan;
import com.huleedu.ras.embedded.TraceCollector;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a collector is sent. */
class TelemetryTest {
  private final TraceCollector collector = TraceCollector.start();
  private final Map<String, String> variables =
      new HashMap<>(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint()));

  @AfterEach
  void stop() {
    collector.close();
  }

  private Telemetry open() {
    return Telemetry.open(new TelemetryConfig(variables, "1.2.3"));
  }

  @Test
  void aPollIsASpanWithoutParentThatIsLinkedToItsMessages() {
    try (Telemetry telemetry = open()) {
      telemetry
          .polls(Given.projection(_ -> new ProjectionResult.FellBack()))
          .project(
              poll(
                  List.of(
                      decoded(0, traceparent(1, 1), null),
                      decoded(1, null, traceparent(2, 1)),
                      decoded(2, "no trace", traceparent(3, 1)),
                      decoded(3, null, null),
                      malformed(
                          4,
                          "{\"metadata\": {\"traceparent\" : \"%s\"}, "
                              .formatted(traceparent(4, 1))))));
    }

    CollectedSpan span = only("project outcomes");
    assertThat(span.kind()).isEqualTo("CONSUMER");
    assertThat(span.parentId()).isEmpty();
    assertThat(span.links())
        .containsExactlyInAnyOrder(traceId(1), traceId(2), traceId(3), traceId(4));
    assertThat(span.service()).isEqualTo("result_aggregator_service");
    assertThat(span.attributes())
        .containsEntry("messaging.system", "kafka")
        .containsEntry("messaging.operation.type", "process")
        .containsEntry("messaging.destination.name", "outcomes")
        .containsEntry("messaging.batch.message_count", "5")
        .containsEntry("ras.poll.messages_not_linked", "0")
        .containsEntry("error.type", "fell_back");
  }

  @Test
  void eachTraceIsLinkedOnceBeforeAnyIsAgainAndTheRestIsCounted() {
    List<Message> messages = new ArrayList<>();
    for (int span = 1; span <= 3; span++) {
      for (int trace = 1; trace <= 100; trace++) {
        messages.add(decoded(messages.size(), traceparent(trace, span), null));
      }
    }
    try (Telemetry telemetry = open()) {
      telemetry
          .polls(Given.projection(_ -> new ProjectionResult.FellBack()))
          .project(poll(messages));
    }

    CollectedSpan span = only("project outcomes");
    assertThat(span.links()).hasSize(128);
    assertThat(span.links().stream().distinct()).hasSize(100);
    assertThat(span.attributes()).containsEntry("ras.poll.messages_not_linked", "172");
  }

  @Test
  void whatIsAskedOfServersIsPartOfThePollAndOutsideOfAnyIsNotShown() {
    try (Telemetry telemetry = open()) {
      Tracing tracing = telemetry.tracing();
      assertThatThrownBy(() ->
              telemetry
                  .polls(
                      Given.projection(_ -> {
                        try (Tracing.Span project =
                            tracing.asking(Tracing.Server.POSTGRESQL, "project")) {
                          tracing.asking(Tracing.Server.POSTGRESQL, "touched").close();
                          project.failed("UnavailableException");
                        }
                        throw new UnavailableException("PostgreSQL", "it is away");
                      }))
                  .project(poll(List.of(decoded(0, null, null)))))
          .isInstanceOf(UnavailableException.class);
      tracing.asking(Tracing.Server.REDIS, "find_batch").close();
    }

    CollectedSpan poll = only("project outcomes");
    CollectedSpan project = only("project");
    assertThat(poll.failed()).isTrue();
    assertThat(project.kind()).isEqualTo("CLIENT");
    assertThat(project.failed()).isTrue();
    assertThat(project.parentId()).isEqualTo(poll.spanId());
    assertThat(project.attributes())
        .containsEntry("db.system.name", "postgresql")
        .containsEntry("db.operation.name", "project")
        .containsEntry("error.type", "UnavailableException");
    assertThat(only("touched").parentId()).isEqualTo(project.spanId());
    assertThat(collector.spans()).hasSize(3);
  }

  @Test
  void aDeadLetterIsASpanInTheTraceOfItsMessage() {
    try (Telemetry telemetry = open()) {
      telemetry
          .polls(
              Given.projection(poll -> {
                telemetry
                    .letters(_ -> {})
                    .keep(
                        List.of(
                            new DeadLetter(
                                poll.messages().getFirst().raw(),
                                new DeadLetterReason("invalid_json", "what was secret"),
                                Instant.EPOCH)));
                return new ProjectionResult.FellBack();
              }))
          .project(poll(List.of(decoded(7, null, traceparent(9, 5)))));
    }

    CollectedSpan letter = only("dead_letter outcomes");
    CollectedSpan poll = only("project outcomes");
    assertThat(letter.traceId()).isEqualTo(traceId(9));
    assertThat(letter.parentId()).isEqualTo("%016x".formatted(5));
    assertThat(letter.links()).containsExactly(poll.traceId());
    assertThat(letter.failed()).isTrue();
    assertThat(letter.attributes())
        .containsEntry("error.type", "invalid_json")
        .containsEntry("messaging.destination.partition.id", "3")
        .containsEntry("messaging.kafka.offset", "7");
    assertThat(poll.attributes()).containsEntry("ras.poll.dead_letters", "1");
    assertThat(collector.spans().toString()).doesNotContain("secret");
  }

  @Test
  void aRequestIsPartOfTheTraceOfItsCaller() {
    try (Telemetry telemetry = open()) {
      for (int status : new int[] {200, 503}) {
        try (Tracing.Span span =
            telemetry
                .tracing()
                .serving(
                    "GET",
                    "/batches/{id}",
                    Map.of("traceparent", traceparent(status, 4)),
                    (headers, name) -> headers.get(name))) {
          assertThat(span.traceId()).isEqualTo(traceId(status));
          span.answered(status);
        }
      }
    }

    List<CollectedSpan> spans = collector.spans("GET /batches/{id}");
    assertThat(spans).extracting(CollectedSpan::kind).containsExactly("SERVER", "SERVER");
    assertThat(spans).extracting(CollectedSpan::failed).containsExactly(false, true);
    assertThat(spans)
        .extracting(CollectedSpan::parentId)
        .containsExactly("%016x".formatted(4), "%016x".formatted(4));
    assertThat(spans.getFirst().attributes())
        .containsEntry("http.request.method", "GET")
        .containsEntry("http.route", "/batches/{id}")
        .containsEntry("http.response.status_code", "200");
  }

  @Test
  void theStandardVariablesHold() {
    variables.put("OTEL_SERVICE_NAME", "ras-of-the-test");
    variables.put("OTEL_TRACES_SAMPLER", "parentbased_always_off");
    variables.put("OTEL_EXPORTER_OTLP_HEADERS", "x-key=abc");
    try (Telemetry telemetry = open()) {
      Tracing tracing = telemetry.tracing();
      for (String sent : new String[] {"none", traceparent(1, 1)}) {
        try (Tracing.Span _ = tracing.serving("GET", "/x", sent, (text, _) -> text)) {
          tracing.asking(Tracing.Server.REDIS, "find_batch").close();
        }
      }
    }

    assertThat(collector.spans()).extracting(CollectedSpan::traceId).containsOnly(traceId(1));
    assertThat(collector.spans())
        .extracting(CollectedSpan::service)
        .containsExactly("ras-of-the-test", "ras-of-the-test");
    assertThat(collector.headers().getFirst()).containsEntry("X-key", List.of("abc"));
  }

  private CollectedSpan only(String name) {
    assertThat(collector.spans(name)).as("%s of %s", name, collector.spans()).hasSize(1);
    return collector.spans(name).getFirst();
  }
}
