package com.huleedu.ras.adapter.http;

import com.huleedu.ras.domain.port.deadletter.DeadLetter;
import com.huleedu.ras.domain.port.deadletter.DeadLetterEntry;
import com.huleedu.ras.domain.port.deadletter.DeadLetterFile;
import com.huleedu.ras.domain.port.deadletter.DeadLetterFilter;
import com.huleedu.ras.domain.port.deadletter.DeadLetterId;
import com.huleedu.ras.domain.port.deadletter.DeadLetterOrder;
import com.huleedu.ras.domain.port.deadletter.DeadLetterPage;
import com.huleedu.ras.domain.port.deadletter.DeadLetterResult;
import com.huleedu.ras.domain.port.deadletter.DeadLetterRun;
import com.huleedu.ras.domain.port.deadletter.DeadLetterState;
import com.huleedu.ras.domain.port.deadletter.DeadLetterSummary;
import com.huleedu.ras.domain.port.deadletter.ManageDeadLetters;
import com.huleedu.ras.domain.port.deadletter.StoredDeadLetter;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.RawMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** One dead letter, number 7, and a note of what was asked for. */
class FakeDeadLetters implements ManageDeadLetters {
  static final DeadLetterId SEVEN = new DeadLetterId(7);
  private static final Partition PARTITION = new Partition("topic", 2);
  private static final Instant AT = Instant.parse("2026-03-01T08:00:00.5Z");
  private static final DeadLetterReason REASON = new DeadLetterReason("not_json", "byte 1: '{'");

  final List<String> asked = new CopyOnWriteArrayList<>();

  @Override
  public DeadLetterPage list(DeadLetterFilter filter, int limit, Optional<DeadLetterId> before) {
    asked.add("list " + filter + " " + limit + " " + before);
    return new DeadLetterPage(
        List.of(
            new DeadLetterSummary(
                SEVEN, PARTITION, 42, AT, REASON, AT, DeadLetterState.OPEN, 2, 3)),
        Optional.of(SEVEN));
  }

  @Override
  public Optional<DeadLetterFile> show(DeadLetterId id) {
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
            new DeadLetterFile(
                new StoredDeadLetter(
                    SEVEN, new DeadLetter(message, REASON, AT), DeadLetterState.OPEN, 2),
                List.of(
                    new DeadLetterEntry(
                        AT, DeadLetterEntry.Action.DEAD_LETTERED, Optional.empty(), "first"),
                    new DeadLetterEntry(
                        AT, DeadLetterEntry.Action.FAILED_AGAIN, Optional.of("admin"), "again"))))
        : Optional.empty();
  }

  @SuppressWarnings("NullAway") // javac drops type annotations of compact constructors
  private static RawMessage.Header header(String name) {
    return new RawMessage.Header(name, null);
  }

  @Override
  public Optional<DeadLetterResult> carryOut(DeadLetterOrder order, DeadLetterId id) {
    asked.add(id + " " + order);
    return id.equals(SEVEN) ? Optional.of(result()) : Optional.empty();
  }

  @Override
  public DeadLetterRun carryOut(
      DeadLetterOrder order, DeadLetterFilter filter, int limit, Optional<DeadLetterId> before) {
    asked.add(order + " " + filter + " " + limit + " " + before);
    return new DeadLetterRun(List.of(result()), Optional.empty());
  }

  private static DeadLetterResult result() {
    return new DeadLetterResult(
        SEVEN, DeadLetterResult.Outcome.FAILED_AGAIN, DeadLetterState.OPEN, 3, "not_json: still");
  }
}
