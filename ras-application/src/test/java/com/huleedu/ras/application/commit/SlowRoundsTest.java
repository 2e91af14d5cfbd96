package com.huleedu.ras.application.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.application.World;
import com.huleedu.ras.domain.RejectedByStoreException;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.port.projection.Message;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The search for slow messages round by round: what counts against a message, and what clears it.
 */
class SlowRoundsTest {
  private final UnavailableException tooSlow =
      UnavailableException.tooSlow("PostgreSQL", "57014", new IllegalStateException());
  private final UnavailableException away = new UnavailableException("PostgreSQL", "08006");
  private static final CompletionEvent[] EVENTS =
      IntStream.range(0, 6).mapToObj(Spellchecks::of).toArray(CompletionEvent[]::new);

  private final World world = new World();
  private final SlowMessages slow = new SlowMessages(world.store(), world::nanoTime);
  private final List<Message.Decoded> messages = World.poll(0, EVENTS).decoded();

  private void slowWith(int... numbers) {
    world.slow.clear();
    IntStream.of(numbers).forEach(number -> world.slow.add(EVENTS[number]));
  }

  /** A round that ends without a verdict. */
  private UnavailableException round() {
    try {
      throw new AssertionError("found " + slow.find(messages));
    } catch (UnavailableException tryAgain) {
      return tryAgain;
    }
  }

  private List<Long> found() {
    return slow.find(messages).stream().map(it -> it.raw().offset()).sorted().toList();
  }

  @Test
  void theThirdSlowPollIsLookedInto() {
    assertThat(slow.areToBeFound(tooSlow)).isFalse();
    assertThat(slow.areToBeFound(tooSlow)).isFalse();
    assertThat(slow.areToBeFound(tooSlow)).isTrue();
    assertThat(slow.areToBeFound(tooSlow)).isTrue();
  }

  @Test
  void anyOtherFailureBeginsTheCountOfPollsAnew() {
    slow.areToBeFound(tooSlow);
    slow.areToBeFound(tooSlow);
    assertThat(slow.areToBeFound(away)).as("nothing to look for").isFalse();
    assertThat(slow.areToBeFound(tooSlow)).isFalse();
    slow.areToBeFound(tooSlow);
    slow.failed(away);
    assertThat(slow.areToBeFound(tooSlow)).isFalse();
    slow.failed(tooSlow);
    assertThat(slow.areToBeFound(tooSlow)).as("a slow failure forgets nothing").isFalse();
    assertThat(slow.areToBeFound(tooSlow)).isTrue();
  }

  @Test
  void aMessageIsFoundInItsThirdRound() {
    slowWith(2);
    assertThat(round())
        .matches(UnavailableException::isTooSlow)
        .hasMessageContaining("too slow with 1 messages");
    round();
    assertThat(found()).containsExactly(2L);
  }

  @Test
  void aCommitClearsWhatWasSuspected() {
    slowWith(2);
    round();
    round();
    slow.forget();
    round();
    round();
    assertThat(found()).containsExactly(2L);
  }

  @Test
  void aDatabaseThatGoesAwayClearsWhatWasSuspected() {
    slowWith(2);
    round();
    round();
    world.busyWith = SlowRoundsTest::away;
    assertThat(round()).matches(it -> !it.isTooSlow());

    world.busyWith = _ -> false;
    round();
    round();
    assertThat(found()).containsExactly(2L);
  }

  private static boolean away(Object facts) {
    throw new UnavailableException("PostgreSQL", "08006");
  }

  @Test
  void whatIsQuickInARoundIsSuspectedNoMore() {
    slowWith(2);
    round();
    round();
    slowWith();
    assertThat(found()).isEmpty();
    slowWith(2);
    round();
    round();
    assertThat(found()).containsExactly(2L);
  }

  @Test
  void whatIsFoundIsNotTriedAgainWhileOthersAre() {
    slowWith(1);
    round();
    slowWith(1, 4);
    round();
    assertThat(round()).hasMessageContaining("too slow with 1 messages");
    int before = world.slowStatements.get();

    assertThat(found()).containsExactly(1L, 4L);
    assertThat(world.slowStatements).hasValue(before + 1);
  }

  @Test
  void whatTheDatabaseRefusesMeanwhileIsForAnotherToFind() {
    slowWith(2);
    world.refused.add(EVENTS[3]);
    round();
    world.refused.add(EVENTS[2]);
    assertThat(found()).isEmpty();
    assertThat(world.memory.facts().essays()).hasSize(4);
  }

  /** Not its own time-out may be waited for with each message of a poll. */
  @Test
  void theThirdOfManyIsComparedAtOnce() {
    slowWith(0, 1, 2, 3, 4, 5);
    world.answersWithin = Duration.ofMillis(3_001); // twice, in a minute
    int whole = 1;
    int halves = 2;

    assertThat(round())
        .hasMessageContaining("one like that which it gave up after 60000 ms took 6002 ms");
    assertThat(world.slowStatements).hasValue(whole + halves + 3);
    world.answersWithin = Duration.ofSeconds(3);
    assertThat(round()).matches(UnavailableException::isTooSlow);
  }

  /** Two may be slow by chance: they get more time first. */
  @Test
  void lessThanThreeAreFirstTriedWithMoreTime() {
    world.slowish.addAll(List.of(EVENTS[1], EVENTS[4]));
    world.answersWithin = Duration.ofMillis(3_001);
    assertThat(found()).isEmpty();
    assertThat(world.memory.facts().essays()).hasSize(6);
  }

  @Test
  void aMessageOfALikeThatIsRefusedIsNotToBlame() {
    slowWith(2);
    world.busyWith =
        facts -> {
          if (facts.essays().keySet().stream().noneMatch(essay -> essay.value().length() < 3)) {
            throw new RejectedByStoreException("22000", "all", away);
          }
          return false;
        };
    assertThatThrownBy(() -> slow.find(messages))
        .isInstanceOfSatisfying(
            UnavailableException.class, it -> assertThat(it.isTooSlow()).isFalse())
        .hasMessageContaining("refuses one that is like it");
  }
}
