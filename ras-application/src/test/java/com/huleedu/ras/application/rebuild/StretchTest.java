package com.huleedu.ras.application.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.application.World;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.port.projection.Advance;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.LastRecord;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Poll;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.projection.RawMessage;
import com.huleedu.ras.testkit.history.Histories;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What several polls say, as one. */
class StretchTest {
  private static final Partition FIRST = new Partition("topic", 0);
  private static final Partition SECOND = new Partition("topic", 1);
  private static final LastRecord LAST = new LastRecord(29, 0, 1, 1);

  private final Stretch stretch = new Stretch();

  static RawMessage raw(long offset, int bytes) {
    return new RawMessage(FIRST, offset, Instant.EPOCH, null, List.of(), new byte[bytes]);
  }

  static Poll poll(List<CompletionEvent> events, Advance... advances) {
    List<Message> messages = new ArrayList<>();
    events.forEach(event -> messages.add(new Message.Decoded(raw(0, 1), World.mark(event), event)));
    return new Poll(messages, List.of(advances));
  }

  @Test
  void saysWhatItsPollsSay() {
    List<CompletionEvent> history = Histories.random(1, 90);

    for (int from = 0; from < 90; from += 30) {
      stretch.add(poll(history.subList(from, from + 30), new Advance(FIRST, from, from + 30)));
    }

    assertThat(stretch.facts()).isEqualTo(Facts.fold(history));
    assertThat(stretch.messages()).isEqualTo(90);
    assertThat(stretch.advances()).containsExactly(new Advance(FIRST, 0, 90));
  }

  /** The last poll of a partition may have been of markers alone. */
  @Test
  void knowsTheLastRecordOfEachPartition() {
    stretch.add(poll(List.of(), new Advance(FIRST, 0, 30, LAST), new Advance(SECOND, 5, 6)));
    stretch.add(poll(List.of(), new Advance(FIRST, 30, 31)));

    assertThat(stretch.advances())
        .containsExactlyInAnyOrder(new Advance(FIRST, 0, 31, LAST), new Advance(SECOND, 5, 6));
    Position second = new Position(SECOND, "id", 5);
    Position untouched = new Position(new Partition("other", 0), "id", 5);
    assertThat(stretch.ends(List.of(second, untouched)))
        .containsExactly(new Position(SECOND, "id", 6));
  }

  @Test
  void keepsWhatIsMalformedAndCountsItsBytes() {
    Message.Malformed malformed =
        new Message.Malformed(raw(3, 100_000), new DeadLetterReason("not_json", "no JSON"));
    assertThat(stretch.takes(1_000)).isFalse();

    stretch.add(new Poll(List.of(malformed), List.of(new Advance(FIRST, 3, 4))));

    assertThat(stretch.malformed()).containsExactly(malformed);
    assertThat(stretch.takes(100_000)).isTrue();
    assertThat(stretch.takes(200_000)).isFalse();
  }

  /** Most events are of rows that others before them are of. */
  @Test
  void rowsThatComeAgainTakeNoMoreMemory() {
    List<CompletionEvent> history = Histories.random(1, 90);
    stretch.add(poll(history, new Advance(FIRST, 0, 90)));
    long once = FactsSize.ofRows(stretch.facts());

    for (int again = 1; again < 20; again++) {
      stretch.add(poll(history, new Advance(FIRST, again * 90L, again * 90L + 90)));
      assertThat(stretch.takes(2 * once)).isFalse();
    }
    assertThat(stretch.takes(once)).isTrue();
  }
}
