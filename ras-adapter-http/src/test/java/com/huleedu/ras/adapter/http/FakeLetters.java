package com.huleedu.ras.adapter.http;

import com.huleedu.ras.domain.port.deadletter.DeadLetter;
import com.huleedu.ras.domain.port.deadletter.LetterEntry;
import com.huleedu.ras.domain.port.deadletter.LetterFile;
import com.huleedu.ras.domain.port.deadletter.LetterFilter;
import com.huleedu.ras.domain.port.deadletter.LetterId;
import com.huleedu.ras.domain.port.deadletter.LetterOrder;
import com.huleedu.ras.domain.port.deadletter.LetterPage;
import com.huleedu.ras.domain.port.deadletter.LetterResult;
import com.huleedu.ras.domain.port.deadletter.LetterRun;
import com.huleedu.ras.domain.port.deadletter.LetterState;
import com.huleedu.ras.domain.port.deadletter.LetterSummary;
import com.huleedu.ras.domain.port.deadletter.ManageDeadLetters;
import com.huleedu.ras.domain.port.deadletter.StoredLetter;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.RawMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** One dead letter, number 7, and a note of what was asked for. */
class FakeLetters implements ManageDeadLetters {
  static final LetterId SEVEN = new LetterId(7);
  private static final Partition PARTITION = new Partition("topic", 2);
  private static final Instant AT = Instant.parse("2026-03-01T08:00:00.5Z");
  private static final DeadLetterReason REASON = new DeadLetterReason("not_json", "byte 1: '{'");

  final List<String> asked = new CopyOnWriteArrayList<>();

  @Override
  public LetterPage list(LetterFilter filter, int limit, Optional<LetterId> before) {
    asked.add("list " + filter + " " + limit + " " + before);
    return new LetterPage(
        List.of(new LetterSummary(SEVEN, PARTITION, 42, AT, REASON, AT, LetterState.OPEN, 2, 3)),
        Optional.of(SEVEN));
  }

  @Override
  public Optional<LetterFile> show(LetterId id) {
    RawMessage message =
        new RawMessage(
            PARTITION,
            42,
            AT,
            "key".getBytes(StandardCharsets.UTF_8),
            List.of(new RawMessage.Header("trace", new byte[] {1}), header("none")),
            new byte[] {(byte) 0xff, 0});
    return id.equals(SEVEN)
        ? Optional.of(
            new LetterFile(
                new StoredLetter(SEVEN, new DeadLetter(message, REASON, AT), LetterState.OPEN, 2),
                List.of(
                    new LetterEntry(
                        AT, LetterEntry.Action.DEAD_LETTERED, Optional.empty(), "first"),
                    new LetterEntry(
                        AT, LetterEntry.Action.FAILED_AGAIN, Optional.of("admin"), "again"))))
        : Optional.empty();
  }

  @SuppressWarnings("NullAway") // javac drops type annotations of compact constructors
  private static RawMessage.Header header(String name) {
    return new RawMessage.Header(name, null);
  }

  @Override
  public Optional<LetterResult> carryOut(LetterOrder order, LetterId id) {
    asked.add(id + " " + order);
    return id.equals(SEVEN) ? Optional.of(result()) : Optional.empty();
  }

  @Override
  public LetterRun carryOut(
      LetterOrder order, LetterFilter filter, int limit, Optional<LetterId> before) {
    asked.add(order + " " + filter + " " + limit + " " + before);
    return new LetterRun(List.of(result()), Optional.empty());
  }

  private static LetterResult result() {
    return new LetterResult(
        SEVEN, LetterResult.Outcome.FAILED_AGAIN, LetterState.OPEN, 3, "not_json: still");
  }
}
