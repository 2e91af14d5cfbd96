package com.huleedu.ras.application.rebuild;

import static com.huleedu.ras.application.rebuild.RebuildWorld.FIRST;
import static com.huleedu.ras.application.rebuild.RebuildWorld.MESSAGES;
import static com.huleedu.ras.application.rebuild.RebuildWorld.SWAP;
import static com.huleedu.ras.application.rebuild.RebuildWorld.all;
import static com.huleedu.ras.application.rebuild.RebuildWorld.apart;
import static com.huleedu.ras.application.rebuild.RebuildWorld.meant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.domain.RejectedByStoreException;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.rebuild.KnownDeadLetter;
import com.huleedu.ras.domain.port.rebuild.RebuildResult;
import com.huleedu.ras.domain.port.rebuild.RebuildResult.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many polls are one transaction, and where that fails, each is one. */
class RebuildStretchTest {
  private final RebuildWorld world = new RebuildWorld();

  @BeforeEach
  void makeStretches() {
    world.atMost = Long.MAX_VALUE;
  }

  private void assertSwapped() {
    RebuildResult swapped = world.rebuild(SWAP);
    assertThat(swapped.outcome()).isEqualTo(Outcome.SWAPPED);
    assertThat(swapped.count()).isZero();
    assertThat(swapped.messages()).isEqualTo(MESSAGES);
    world.assertLiveIsRebuilt(meant());
  }

  @Test
  void allOfItIsOneTransaction() {
    assertSwapped();
    assertThat(world.models.stretches).isEqualTo(1);
    assertThat(world.progress.advanced).isEqualTo(MESSAGES);
  }

  @Test
  void whatIsMalformedIsALetterOfItsModel() {
    world.log.publishMalformed(FIRST);
    world.log.publish(FIRST, apart(3, 5));
    world.models.project();
    world.models.live.letters.clear();

    assertThat(world.rebuild(RebuildWorld.SHOW).messages()).isEqualTo(MESSAGES + 6);

    assertThat(world.models.stretches).isEqualTo(1);
    assertThat(world.rebuilt().letters).extracting(KnownDeadLetter::offset).containsExactly(40L);
    assertThat(world.rebuild(SWAP).count()).isZero();
    world.assertLiveIsRebuilt(all(meant(), apart(3, 5)));
  }

  @Test
  void whatFailsAsOneIsProjectedPollByPoll() {
    world.models.failing.add(new RejectedByStoreException("22021", "on purpose", null));

    assertSwapped();

    assertThat(world.models.stretches).as("all of it was in the first").isZero();
    assertThat(world.models.completions).as("before it is read poll by poll").isEqualTo(1);
  }

  @Test
  void whatFailsForAnyOtherReasonIsTriedPollByPollToo() {
    world.models.failing.add(new IllegalStateException("a mistake in the code"));
    assertSwapped();
  }

  @Test
  void thereafterItGoesOnInStretches() {
    world.atMost = 1;
    world.models.failing.add(new RejectedByStoreException("22021", "on purpose", null));

    assertSwapped();

    assertThat(world.models.stretches).isEqualTo(MESSAGES / MemoryLog.POLL - 1);
    assertThat(world.models.completions).isEqualTo(1);
  }

  /**
   * As a mistake in the rules that one event of them all meets: each poll is folded by itself then.
   */
  @Test
  void whatCanNotBeFoldedAsOneIsProjectedPollByPoll() {
    world.models.failingLetters.add(new IllegalStateException("a mistake in the code"));

    assertSwapped();

    assertThat(world.models.stretches).isZero();
    assertThat(world.models.completions).isEqualTo(1);
  }

  @Test
  void aDatabaseThatIsAwayEndsItAndTheNextGoesOn() {
    UnavailableException away = new UnavailableException("PostgreSQL", "on purpose");
    world.models.failing.add(away);

    assertThatThrownBy(() -> world.rebuild(SWAP)).isSameAs(away);

    assertThat(world.models.completions).isZero();
    assertSwapped();
  }

  @Test
  void toldToEndAfterOneFailedItEnds() {
    world.models.failing.add(new IllegalStateException("on purpose"));
    world.models.atFailure = () -> world.progress.toldToEnd = true;

    assertThat(world.rebuild(SWAP).outcome()).isEqualTo(Outcome.ENDED);
    assertThat(world.models.stretches).isZero();
  }

  @Test
  void whoeverCanNotReadTheLogSaysSo() {
    world.log.failure = new UnavailableException("Kafka", "on purpose");

    assertThatThrownBy(() -> world.rebuild(SWAP)).isSameAs(world.log.failure);

    assertThat(world.rebuilt().positions()).as("what is done is kept").isNotEmpty();
    world.log.failure = null;
    assertThat(world.rebuild(SWAP).outcome()).isEqualTo(Outcome.SWAPPED);
    world.assertLiveIsRebuilt(meant());
  }
}
