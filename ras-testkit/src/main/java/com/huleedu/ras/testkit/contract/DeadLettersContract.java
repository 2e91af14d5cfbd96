package com.huleedu.ras.testkit.contract;

import static com.huleedu.ras.testkit.contract.Example.OTHER_PARTITION;
import static com.huleedu.ras.testkit.contract.Example.PARTITION;
import static com.huleedu.ras.testkit.contract.Example.deadLetter;
import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.port.deadletter.DeadLetter;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.RawMessage;
import com.huleedu.ras.domain.port.projection.RawMessage.Header;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link com.huleedu.ras.domain.port.deadletter.DeadLetters} promises (guarantees, G4).
 */
public abstract class DeadLettersContract {
  private StoreFixture store;

  /** For the adapter's own test class. */
  protected DeadLettersContract() {}

  /** The adapter under test on an empty store. */
  protected abstract StoreFixture emptyStore();

  @BeforeEach
  public void openStore() {
    store = emptyStore();
  }

  @Test
  public void keepsADeadLetterWhole() {
    byte[] everyByte = new byte[256];
    for (int i = 0; i < everyByte.length; i++) {
      everyByte[i] = (byte) i;
    }
    List<Header> headers =
        List.of(
            new Header("trace", everyByte),
            new Header("trace", new byte[0]),
            new Header("{\"a\\,\u0000 é𝔢", null));
    RawMessage message =
        new RawMessage(
            PARTITION, 7, Instant.parse("2026-03-01T08:00:00.123Z"), everyByte, headers, everyByte);
    assertStored(deadLetterOf(message));
  }

  @Test
  public void keepsATombstone() {
    assertStored(deadLetterOf(tombstone(0, Instant.EPOCH)));
  }

  @Test
  public void keepsAnEmptyValueApartFromATombstone() {
    assertStored(
        deadLetterOf(
            new RawMessage(PARTITION, 0, Instant.EPOCH, new byte[0], List.of(), new byte[0])));
  }

  /** A producer may put anything into a record's time; a letter that is refused would never end. */
  @Test
  public void keepsAnyTimeThatAProducerMayGive() {
    assertStored(
        deadLetterOf(tombstone(1, Instant.ofEpochMilli(Long.MAX_VALUE))),
        deadLetterOf(tombstone(2, Instant.ofEpochMilli(Long.MIN_VALUE))));
  }

  @Test
  public void aDeadLetterThatIsStoredStaysAsItIs() {
    DeadLetter first = deadLetter(PARTITION, 7, "first");
    store(first);
    store(
        deadLetter(PARTITION, 7, "second"),
        deadLetter(PARTITION, 8, "third"),
        deadLetter(OTHER_PARTITION, 7, "fourth"));
    assertThat(store.storedDeadLetters())
        .extracting(letter -> letter.reason().type())
        .containsExactlyInAnyOrder("first", "third", "fourth");
  }

  @Test
  public void takesManyAtOnceAndNone() {
    store();
    DeadLetter[] many = new DeadLetter[2_500];
    for (int i = 0; i < many.length; i++) {
      many[i] = deadLetter(PARTITION, i, "type " + i);
    }
    store(many);
    assertThat(store.storedDeadLetters()).hasSize(many.length);
  }

  private static DeadLetter deadLetterOf(RawMessage message) {
    return new DeadLetter(
        message,
        new DeadLetterReason("not_json", "byte 1: '" + "\"{'\\ é𝔢".repeat(100) + "'"),
        Instant.parse("2026-03-01T09:00:00.000001Z"));
  }

  // javac drops type annotations from the parameters of a compact constructor (key and value are
  // @Nullable), so NullAway can't see them in the class file.
  @SuppressWarnings("NullAway")
  private static RawMessage tombstone(long offset, Instant time) {
    return new RawMessage(PARTITION, offset, time, null, List.of(), null);
  }

  private void store(DeadLetter... letters) {
    store.deadLetters().store(List.of(letters));
  }

  private void assertStored(DeadLetter... letters) {
    store(letters);
    assertThat(store.storedDeadLetters())
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactlyInAnyOrder(letters);
  }
}
