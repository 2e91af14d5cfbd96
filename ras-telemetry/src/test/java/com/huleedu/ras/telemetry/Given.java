package com.huleedu.ras.telemetry;

import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.port.projection.Advance;
import com.huleedu.ras.domain.port.projection.AssignedPartition;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Poll;
import com.huleedu.ras.domain.port.projection.ProjectEvents;
import com.huleedu.ras.domain.port.projection.ProjectionResult;
import com.huleedu.ras.domain.port.projection.RawMessage;
import com.huleedu.ras.domain.port.projection.ResumePoint;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What these tests are given: messages, polls, and a projection that does what it is told. */
final class Given {
  static final Partition PARTITION = new Partition("outcomes", 3);

  private Given() {}

  /** Part of the trace of that number. */
  static String traceparent(int trace, int span) {
    return "00-%032x-%016x-01".formatted(trace, span);
  }

  static String traceId(int trace) {
    return "%032x".formatted(trace);
  }

  static RawMessage raw(long offset, String value, @Nullable String header) {
    return new RawMessage(
        PARTITION,
        offset,
        Instant.EPOCH,
        null,
        header == null
            ? List.of()
            : List.of(
                new RawMessage.Header("traceparent", header.getBytes(StandardCharsets.ISO_8859_1))),
        value.getBytes(StandardCharsets.UTF_8));
  }

  /** One whose event nobody here looks at. */
  static Message decoded(long offset, @Nullable String envelope, @Nullable String header) {
    CompletionEvent none = null;
    return new Message.Decoded(raw(offset, "{}", header), null, none, envelope);
  }

  static Message malformed(long offset, String value) {
    return new Message.Malformed(raw(offset, value, null), new DeadLetterReason("bad", "so bad"));
  }

  static Poll poll(List<Message> messages) {
    return new Poll(messages, List.of(new Advance(PARTITION, 0, messages.size(), null)));
  }

  static ProjectEvents projection(Function<Poll, ProjectionResult> project) {
    return new ProjectEvents() {
      @Override
      public Map<Partition, ResumePoint> resume(List<AssignedPartition> assigned) {
        return Map.of();
      }

      @Override
      public boolean stillHas(Map<Partition, Long> reached) {
        return true;
      }

      @Override
      public Set<String> begunTopics() {
        return Set.of();
      }

      @Override
      public ProjectionResult project(Poll poll) {
        return project.apply(poll);
      }

      @Override
      public void acknowledged(ProjectionResult.Projected projected) {}
    };
  }
}
