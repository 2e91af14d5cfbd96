package com.huleedu.ras.telemetry;

import com.huleedu.ras.domain.port.projection.AssignedPartition;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Poll;
import com.huleedu.ras.domain.port.projection.ProjectEvents;
import com.huleedu.ras.domain.port.projection.ProjectionResult;
import com.huleedu.ras.domain.port.projection.ResumePoint;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A span for each poll. It has no parent, for its messages are of many traces: it is linked to
 * them, to each trace before any is linked twice.
 */
record TracedPolls(ProjectEvents projection, Tracer tracer) implements ProjectEvents {
  /** More are dropped by default, wherever they come from. */
  static final int LINKS = 128;

  static final String KAFKA = "kafka";
  private static final String PROJECT = "project";

  @Override
  public ProjectionResult project(Poll poll) {
    if (poll.messages().isEmpty()) {
      return projection.project(poll);
    }
    List<String> topics =
        poll.advances().stream().map(advance -> advance.partition().topic()).distinct().toList();
    Span span =
        tracer
            .spanBuilder(topics.size() == 1 ? PROJECT + " " + topics.getFirst() : PROJECT)
            .setNoParent()
            .setSpanKind(SpanKind.CONSUMER)
            .startSpan();
    try (Scope _ = span.makeCurrent()) {
      if (span.isRecording()) {
        describe(span, poll, topics);
      }
      ProjectionResult result = projection.project(poll);
      if (result instanceof ProjectionResult.FellBack) {
        BegunSpan.fail(span, "fell_back");
      }
      return result;
    } catch (RuntimeException | Error failure) {
      BegunSpan.fail(span, failure.getClass().getSimpleName());
      throw failure;
    } finally {
      span.end();
    }
  }

  private static void describe(Span span, Poll poll, List<String> topics) {
    span.setAttribute(Attributes.SYSTEM, KAFKA);
    span.setAttribute(Attributes.OPERATION, PROJECT);
    span.setAttribute(Attributes.OPERATION_TYPE, "process");
    span.setAttribute(Attributes.MESSAGES, (long) poll.messages().size());
    span.setAttribute(Attributes.PARTITIONS, (long) poll.advances().size());
    if (topics.size() == 1) {
      span.setAttribute(Attributes.TOPIC, topics.getFirst());
    }
    span.setAttribute(Attributes.NOT_LINKED, link(span, poll.messages()));
  }

  /** Links, and says how many of the messages that are part of a trace are not linked. */
  private static long link(Span span, List<Message> messages) {
    Set<String> traces = new HashSet<>();
    Set<SpanContext> linked = new HashSet<>();
    List<SpanContext> again = new ArrayList<>();
    long left = 0;
    for (Message message : messages) {
      SpanContext context = MessageContexts.of(message);
      if (!context.isValid() || linked.contains(context)) {
        continue;
      }
      if (linked.size() < LINKS && traces.add(context.getTraceId())) {
        linked.add(context);
      } else if (again.size() < LINKS) {
        again.add(context);
      } else {
        left++;
      }
    }
    for (SpanContext context : again) {
      if (linked.size() == LINKS) {
        left++;
      } else {
        linked.add(context);
      }
    }
    linked.forEach(span::addLink);
    return left;
  }

  @Override
  public Map<Partition, ResumePoint> resume(List<AssignedPartition> assigned) {
    return projection.resume(assigned);
  }

  @Override
  public boolean stillHas(Map<Partition, Long> reached) {
    return projection.stillHas(reached);
  }

  @Override
  public Set<String> begunTopics() {
    return projection.begunTopics();
  }

  @Override
  public void acknowledged(ProjectionResult.Projected projected) {
    projection.acknowledged(projected);
  }
}
