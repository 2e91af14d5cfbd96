package com.huleedu.ras.application.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.port.projection.Advance;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Poll;
import com.huleedu.ras.testkit.history.Histories;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who writes a stretch has the next one read meanwhile, and no more than that. */
@Timeout(30)
class ReadAheadTest {
  private static final int POLLS = 12;

  /** More than one poll of {@link #poll}, and less than two. */
  private static final long TWO_POLLS = size(10) + 1;

  private final AtomicInteger read = new AtomicInteger();

  private static Poll poll(int number, int events) {
    List<CompletionEvent> some = Histories.random(7, events, " of " + number % 10);
    return StretchTest.poll(some, new Advance(new Partition("topic", 0), number, number + 1L));
  }

  private static long size(int events) {
    Stretch stretch = new Stretch();
    stretch.add(poll(0, events));
    return FactsSize.ofRows(stretch.facts());
  }

  /** Polls of so many events, until it is told that this is enough. */
  private ReadAhead.Reading reading(int polls, int events) {
    return reader -> {
      while (read.get() < polls && reader.test(poll(read.getAndIncrement(), events))) {
        assertThat(read.get()).isLessThanOrEqualTo(polls);
      }
    };
  }

  private static List<Long> messagesOfEach(ReadAhead ahead) {
    List<Long> messages = new ArrayList<>();
    for (Optional<Stretch> next = ahead.next(); next.isPresent(); next = ahead.next()) {
      messages.add(next.get().messages());
    }
    return messages;
  }

  @Test
  void allOfItComesInStretchesThatAreNotLarger() {
    try (ReadAhead ahead = ReadAhead.start(reading(POLLS, 10), TWO_POLLS)) {
      assertThat(messagesOfEach(ahead)).containsExactly(20L, 20L, 20L, 20L, 20L, 20L);
      assertThat(ahead.next()).as("after its end").isEmpty();
    }
  }

  @Test
  void theLastStretchIsAsLargeAsWhatIsLeft() {
    try (ReadAhead ahead = ReadAhead.start(reading(1, 10), Long.MAX_VALUE)) {
      assertThat(messagesOfEach(ahead)).containsExactly(10L);
    }
    try (ReadAhead ahead = ReadAhead.start(_ -> {}, 1)) {
      assertThat(messagesOfEach(ahead)).isEmpty();
    }
  }

  @Test
  void oneIsReadWhileOneIsWrittenAndNoMore() {
    try (ReadAhead ahead = ReadAhead.start(reading(POLLS, 10), size(10) / 2 + 1)) {
      assertThat(ahead.next()).isPresent(); // and is being written
      await().until(() -> read.get() == 2);
      assertThat(ahead.next()).isPresent();
      await().until(() -> read.get() == 3);
    }
    assertThat(read).as("who ends does not read on").hasValue(3);
  }

  /** A poll may be many times as large as a stretch should be: two of those are never there. */
  @Test
  void nothingIsReadWhileWhatIsLargeWaits() {
    try (ReadAhead ahead = ReadAhead.start(reading(POLLS, 10), 1)) {
      assertThat(ahead.next()).isPresent();
      await().during(Duration.ofMillis(100)).until(() -> read.get() == 1);
      assertThat(ahead.next()).isPresent();
      await().during(Duration.ofMillis(100)).until(() -> read.get() == 2);
    }
  }

  @Test
  void whatWasReadBeforeAFailureComesFirst() {
    UnavailableException away = new UnavailableException("Kafka", "on purpose");
    ReadAhead.Reading failing =
        reader -> {
          assertThat(reader.test(poll(0, 10))).isTrue();
          throw away;
        };
    try (ReadAhead ahead = ReadAhead.start(failing, 1)) {
      assertThat(ahead.next()).isPresent();
      assertThatThrownBy(ahead::next).isSameAs(away);
    }
  }

  @Test
  void anErrorOfTheReaderIsOneOfTheCaller() {
    OutOfMemoryError error = new OutOfMemoryError("on purpose");
    try (ReadAhead ahead =
        ReadAhead.start(
            _ -> {
              throw error;
            },
            1)) {
      assertThatThrownBy(ahead::next).isSameAs(error);
    }
  }

  /** Who is told to end, or failed, waits for no stretch that nobody wants. */
  @Test
  void whoClosesItWaitsForOnePollAtMost() {
    ReadAhead.Reading endless =
        reader -> {
          while (reader.test(poll(read.getAndIncrement(), 10))) {
            assertThat(read.get()).isLessThan(1_000_000);
          }
        };
    ReadAhead ahead = ReadAhead.start(endless, Long.MAX_VALUE);
    await().until(() -> read.get() > 0);
    ahead.close();
    assertThat(ahead.next()).as("what was read till then").isPresent();
  }

  @Test
  void whoClosesItWaitsUntilNobodyReads() {
    AtomicInteger readers = new AtomicInteger();
    ReadAhead.Reading watched =
        reader -> {
          readers.incrementAndGet();
          reading(POLLS, 10).accept(reader);
          readers.decrementAndGet();
        };
    try (ReadAhead ahead = ReadAhead.start(watched, 1)) {
      assertThat(ahead.next()).isPresent();
    }
    assertThat(readers).hasValue(0);
  }
}
