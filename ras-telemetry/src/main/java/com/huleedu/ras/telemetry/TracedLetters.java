package com.huleedu.ras.telemetry;

import com.huleedu.ras.domain.port.deadletter.DeadLetter;
import com.huleedu.ras.domain.port.deadletter.DeadLetterCopies;
import com.huleedu.ras.domain.port.projection.RawMessage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Collection;

/**
 * A span for each dead letter, in the trace of its message, so that who sent it sees what became of
 * it. Copies are kept once letters are durable: that is when there are any.
 */
record TracedLetters(DeadLetterCopies copies, Tracer tracer) implements DeadLetterCopies {
  /** Of one poll: more of them say no more, and would take the place of other spans. */
  static final int AT_MOST = 128;

  @Override
  public void keep(Collection<DeadLetter> letters) {
    Span poll = Span.current();
    poll.setAttribute(Attributes.DEAD_LETTERS, (long) letters.size());
    letters.stream().limit(AT_MOST).forEach(letter -> show(letter, poll));
    copies.keep(letters);
  }

  private void show(DeadLetter letter, Span poll) {
    RawMessage message = letter.message();
    Context sender = Context.root().with(Span.wrap(MessageContexts.of(message)));
    Span span =
        tracer
            .spanBuilder("dead_letter " + message.partition().topic())
            .setParent(sender)
            .setSpanKind(SpanKind.CONSUMER)
            .addLink(poll.getSpanContext())
            .setAttribute(Attributes.SYSTEM, TracedPolls.KAFKA)
            .setAttribute(Attributes.OPERATION, "dead_letter")
            .setAttribute(Attributes.OPERATION_TYPE, "process")
            .setAttribute(Attributes.TOPIC, message.partition().topic())
            .setAttribute(Attributes.PARTITION, Integer.toString(message.partition().number()))
            .setAttribute(Attributes.OFFSET, message.offset())
            .startSpan();
    BegunSpan.fail(span, letter.reason().type());
    span.end();
  }
}
