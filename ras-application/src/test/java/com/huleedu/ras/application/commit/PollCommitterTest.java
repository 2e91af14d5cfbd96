package com.huleedu.ras.application.commit;

import static com.huleedu.ras.application.World.poll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.application.LogLines;
import com.huleedu.ras.application.World;
import com.huleedu.ras.domain.RejectedByStoreException;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.port.projection.Poll;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Guarantee G6, attempt by attempt: what costs a message, and what is worth another try. */
class PollCommitterTest {
  private static final CompletionEvent[] EVENTS =
      IntStream.range(0, 4).mapToObj(Spellchecks::of).toArray(CompletionEvent[]::new);
  private static final Poll POLL = poll(0, EVENTS);

  private final World world = new World();
  private final PollCommitter committer =
      new PollCommitter(world.store(), () -> Instant.EPOCH, world::nanoTime);

  /** How many messages each attempt was made with. */
  private final List<Integer> attempts = new ArrayList<>();

  /** Whatever is asked of the database goes through {@code trouble}, and is counted. */
  private void given(Predicate<Facts> trouble) {
    attempts.clear();
    world.busyWith =
        facts -> {
          attempts.add(facts.essays().size());
          return trouble.test(facts);
        };
  }

  private Commit committed() {
    return committer.commit(POLL, POLL.decoded(), world.memory.lineage()).orElseThrow();
  }

  private UnavailableException unavailable() {
    try {
      throw new AssertionError("committed " + committed());
    } catch (UnavailableException away) {
      return away;
    }
  }

  private void assertAllCommitted() {
    assertThat(committed().applied()).hasSize(EVENTS.length);
    assertThat(world.memory.facts()).isEqualTo(Facts.fold(Arrays.asList(EVENTS)));
    assertThat(world.memory.storedDeadLetters()).isEmpty();
  }

  /** A mistake of ours that shows now and then only, as of two threads. */
  @Test
  void atWhatWeFailTwiceIsTriedAThirdTime() {
    given(_ -> {
      if (attempts.size() < 3) {
        throw new IllegalStateException("a mistake of ours");
      }
      return false;
    });
    assertAllCommitted();
    assertThat(attempts).containsExactly(4, 4, 4);
  }

  @Test
  void atWhatWeFailThriceTheOffenderIsLookedFor() {
    world.broken.add(EVENTS[1]);
    given(_ -> false);
    assertThat(committed().applied()).hasSize(3);
    assertThat(world.memory.storedDeadLetters())
        .extracting(letter -> letter.reason().detail())
        .containsExactly("java.lang.IllegalStateException: a mistake of ours");
  }

  /** As where a constraint over many rows fails. No message is to blame: it has to be waited. */
  @Test
  void whereThePollIsRejectedAndNoneOfItsMessagesItIsWaitedFor() {
    given(facts -> rejected(attempts.size() <= 2 && facts.essays().size() == EVENTS.length));
    try (LogLines log = new LogLines(PollCommitter.class)) {
      assertThat(unavailable())
          .hasMessageContaining("rejects a poll and none of its messages")
          .hasCauseInstanceOf(RejectedByStoreException.class);
      assertThat(log.containing("fails: the database rejects the data (SQLSTATE 23514)"))
          .hasSize(1);
    }
    given(_ -> false);
    assertAllCommitted();
  }

  private static boolean rejected(boolean is) {
    if (is) {
      throw new RejectedByStoreException("23514", "all of it", new IllegalStateException());
    }
    return false;
  }

  @Test
  void whereWeFailAtThePollAndAtNoneOfItsMessagesItIsSaidAsItIs() {
    given(_ -> {
      if (attempts.size() <= 3) {
        throw new IllegalStateException("a mistake of ours");
      }
      return false;
    });
    assertThatThrownBy(this::committed).isInstanceOf(IllegalStateException.class);
    assertThat(world.memory.storedDeadLetters()).isEmpty();
  }

  @Test
  void aCommitBeginsTheCountOfSlowPollsAnew() {
    given(_ -> true);
    unavailable();
    unavailable();
    given(_ -> false);
    committed();

    given(_ -> true);
    unavailable();
    unavailable();
    assertThat(attempts).as("no search yet").containsExactly(4, 4);
    unavailable();
    assertThat(attempts).contains(1);
  }

  /** Each message is quick, and all of it fails otherwise: then it was no matter of messages. */
  @Test
  void anotherFailureAfterTheSearchBeginsTheCountAnew() {
    given(facts -> facts.essays().size() == EVENTS.length);
    unavailable();
    unavailable();
    given(facts -> {
      if (attempts.size() > 1 && facts.essays().size() == EVENTS.length && attempts.contains(2)) {
        throw new UnavailableException("PostgreSQL", "55P03");
      }
      return facts.essays().size() == EVENTS.length;
    });
    assertThat(unavailable()).matches(away -> !away.isTooSlow());
    assertThat(attempts).as("it was searched").contains(2);

    given(facts -> facts.essays().size() == EVENTS.length);
    unavailable();
    unavailable();
    assertThat(attempts).as("no search yet").containsExactly(4, 4);
  }
}
