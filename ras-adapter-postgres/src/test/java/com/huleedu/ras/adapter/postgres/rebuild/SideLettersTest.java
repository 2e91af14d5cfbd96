package com.huleedu.ras.adapter.postgres.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.postgres.PostgresFixture;
import com.huleedu.ras.domain.port.deadletter.DeadLetter;
import com.huleedu.ras.domain.port.deadletter.DeadLetterId;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.projection.RawMessage;
import com.huleedu.ras.domain.port.rebuild.SideModel;
import com.huleedu.ras.domain.port.rebuild.SideModels;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A model beside the live one knows what both lack, whatever the log still has. */
class SideLettersTest {
  private static final Partition PARTITION = new Partition("topic", 0);
  private static final List<Position> BEYOND = List.of(new Position(PARTITION, "id", 100));

  private final PostgresFixture store = new PostgresFixture();
  private final SideModels models = store.adapter().sideModels();
  private final SideModel side = models.open(SideModels.Kind.REBUILT);

  @BeforeEach
  void begin() {
    store.positions().begin(BEYOND);
    side.create();
  }

  @AfterEach
  void close() {
    side.close();
    models.close();
    store.close();
  }

  private void refuse(long offset, String message) {
    RawMessage raw =
        new RawMessage(
            PARTITION,
            offset,
            Instant.EPOCH,
            new byte[] {7},
            List.of(new RawMessage.Header("header", new byte[] {8})),
            message.getBytes(StandardCharsets.UTF_8));
    store
        .deadLetters()
        .store(List.of(new DeadLetter(raw, new DeadLetterReason("refused", ""), Instant.EPOCH)));
  }

  private void become(String state, String message) {
    store
        .direct()
        .execute(
            "update dead_letters set state = ? where message_value = convert_to(?, 'UTF8')",
            state,
            message);
  }

  @Test
  void takesOverWhatNobodyReplayedAndAppliesItAsItWasStored() {
    List.of("open", "discarded", "replayed").forEach(message -> refuse(3, message));
    become("discarded", "discarded");
    become("replayed", "replayed");
    side.begin(BEYOND, true);
    assertThat(side.replayed()).as("was applied when it was copied").isEmpty();

    become("replayed", "discarded");

    assertThat(side.replayed()).hasSize(1);
    DeadLetterId letter = side.replayed().getFirst();
    RawMessage message = side.message(letter);
    assertThat(message.partition()).isEqualTo(PARTITION);
    assertThat(message.offset()).isEqualTo(3);
    assertThat(message.timestamp()).isEqualTo(Instant.EPOCH);
    assertThat(message.key()).containsExactly(7);
    assertThat(message.headers()).extracting(RawMessage.Header::name).containsExactly("header");
    assertThat(message.value()).asString(StandardCharsets.UTF_8).isEqualTo("discarded");
  }

  /** After a lost tail another message may have the place and the time of one of before. */
  @Test
  void oneOfTwoLettersOfAPlaceIsSettledAlone() {
    List.of("one", "another").forEach(message -> refuse(3, message));
    side.begin(BEYOND, false);
    become("replayed", "one");
    side.replayed().forEach(side::settle);
    assertThat(side.replayed()).isEmpty();

    become("replayed", "another");

    assertThat(side.replayed()).hasSize(1);
  }

  @Test
  void theModelThatGoesKnowsWhatItLacks() {
    side.begin(BEYOND, false);
    refuse(3, "after the rebuild began");
    swap();
    try (SideModel previous = models.open(SideModels.Kind.PREVIOUS)) {
      previous.create();
      assertThat(previous.replayed()).isEmpty();

      become("replayed", "after the rebuild began");

      assertThat(previous.replayed()).hasSize(1);
    }
  }

  private void swap() {
    side.findDiffering();
    assertThat(
            side.holdingWriters(held -> {
              held.swap(false);
              return true;
            }))
        .contains(true);
  }
}
