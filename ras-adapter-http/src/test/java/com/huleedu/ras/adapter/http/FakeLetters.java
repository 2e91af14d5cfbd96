package com.huleedu.ras.adapter.http;

import com.huleedu.ras.domain.port.in.LetterOrder;
import com.huleedu.ras.domain.port.in.LetterResult;
import com.huleedu.ras.domain.port.in.LetterRun;
import com.huleedu.ras.domain.port.in.ManageDeadLetters;
import com.huleedu.ras.domain.port.out.DeadLetter;
import com.huleedu.ras.domain.port.out.LetterEntry;
import com.huleedu.ras.domain.port.out.LetterFile;
import com.huleedu.ras.domain.port.out.LetterFilter;
import com.huleedu.ras.domain.port.out.LetterId;
import com.huleedu.ras.domain.port.out.LetterPage;
import com.huleedu.ras.domain.port.out.LetterState;
import com.huleedu.ras.domain.port.out.LetterSummary;
import com.huleedu.ras.domain.port.out.Partition;
import com.huleedu.ras.domain.port.out.RawMessage;
import com.huleedu.ras.domain.port.out.StoredLetter;
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
  private static final DeadLetter.Reason REASON = new DeadLetter.Reason("not_json", "byte 1: '{'");

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
