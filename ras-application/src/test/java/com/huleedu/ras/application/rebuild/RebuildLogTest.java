package com.huleedu.ras.application.rebuild;

import static com.huleedu.ras.application.rebuild.RebuildWorld.FIRST;
import static com.huleedu.ras.application.rebuild.RebuildWorld.FROM_WHAT_IS_LEFT;
import static com.huleedu.ras.application.rebuild.RebuildWorld.MESSAGES;
import static com.huleedu.ras.application.rebuild.RebuildWorld.SECOND;
import static com.huleedu.ras.application.rebuild.RebuildWorld.SHOW;
import static com.huleedu.ras.application.rebuild.RebuildWorld.SWAP;
import static com.huleedu.ras.application.rebuild.RebuildWorld.THIRD;
import static com.huleedu.ras.application.rebuild.RebuildWorld.all;
import static com.huleedu.ras.application.rebuild.RebuildWorld.apart;
import static com.huleedu.ras.application.rebuild.RebuildWorld.meant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.application.rebuild.RebuildWorld.Killed;
import com.huleedu.ras.domain.LogGapException;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.rebuild.RebuildResult;
import com.huleedu.ras.domain.port.rebuild.RebuildResult.Outcome;
import org.junit.jupiter.api.Test;

/** What becomes of a rebuild where the log is not whole, or not the one that it was. */
class RebuildLogTest {
  private final RebuildWorld world = new RebuildWorld();

  private void killAfterAPoll() {
    world.killAfterAPoll();
    assertThatThrownBy(() -> world.rebuild(SWAP)).isInstanceOf(Killed.class);
    world.startAgain();
  }

  @Test
  void aCutLogIsNotRebuiltAsIfItWereWhole() {
    world.log.cutTo(SECOND, 5);

    assertThatThrownBy(() -> world.rebuild(SWAP))
        .isInstanceOf(LogGapException.class)
        .hasMessageContaining("topic-1: messages 0 to 4")
        .hasMessageContaining("--from-what-is-left");
    assertThat(world.rebuilt().positions()).as("it has not begun").isEmpty();
  }

  @Test
  void aTopicThatWasNeverThereIsEmpty() {
    world.log.missing.add("never there");

    assertThat(world.rebuild(SWAP).outcome()).isEqualTo(Outcome.SWAPPED);
    world.assertLiveIsRebuilt(meant());
  }

  /** Rebuilt without it, the model would lack what its messages said. */
  @Test
  void aTopicThatIsGoneIsNotRebuiltAsIfItWereEmpty() {
    world.log.missing.add("topic");

    assertThatThrownBy(() -> world.rebuild(SWAP))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("it has no topic topic any more, of which messages were projected");
  }

  @Test
  void fromWhatIsLeftTheLiveRowsAreTakenOver() {
    world.log.cutTo(SECOND, 5);

    RebuildResult swapped = world.rebuild(FROM_WHAT_IS_LEFT);

    assertThat(swapped.outcome()).isEqualTo(Outcome.SWAPPED);
    assertThat(swapped.messages()).isEqualTo(MESSAGES - 5);
    assertThat(swapped.count()).isZero();
    world.assertLiveIsRebuilt(meant());
  }

  @Test
  void fromWholeLogsNothingIsTakenOver() {
    int surplus = world.corrupt();

    assertThat(world.rebuild(SHOW).loses()).isEqualTo(surplus);
  }

  @Test
  void whatRetentionTookFromARebuildThatWaitedCanNotBeMadeGood() {
    killAfterAPoll();
    world.log.cutTo(FIRST, MemoryLog.POLL + 1);

    assertThatThrownBy(() -> world.rebuild(SWAP))
        .isInstanceOf(LogGapException.class)
        .hasMessageContaining("topic-0: messages 10 to 10")
        .hasMessageContaining("can't be brought up to date");
  }

  @Test
  void whatRetentionTookAfterItWasProjectedIsNotMissed() {
    killAfterAPoll();
    world.log.cutTo(FIRST, MemoryLog.POLL);

    assertThat(world.rebuild(SWAP).outcome()).isEqualTo(Outcome.SWAPPED);
    world.assertLiveIsRebuilt(meant());
  }

  @Test
  void partitionsThatWereAddedSinceAreProjectedFromTheirBeginning() {
    killAfterAPoll();
    world.log.publish(THIRD, apart(3, 12));
    world.models.project();

    assertThat(world.rebuild(SWAP).messages()).isEqualTo(MESSAGES - MemoryLog.POLL + 12);
    world.assertLiveIsRebuilt(all(meant(), apart(3, 12)));
  }

  @Test
  void onTheWayBackTheyAreToo() {
    world.rebuild(SWAP);
    world.log.publish(THIRD, apart(3, 12));
    world.models.project();

    assertThat(world.goBack().messages()).isEqualTo(12);
    world.assertLiveIsRebuilt(all(meant(), apart(3, 12)));
  }

  /** The service takes a new partition up within seconds, and a rebuild takes hours. */
  @Test
  void partitionsThatAreAddedMeanwhileLoseNothing() {
    world.models.beforeHolding.add(() -> {
      world.log.publish(THIRD, apart(3, 12));
      world.models.project();
    });

    RebuildResult swapped = world.rebuild(SWAP);

    assertThat(swapped.outcome()).isEqualTo(Outcome.SWAPPED);
    assertThat(swapped.messages()).isEqualTo(MESSAGES + 12);
    world.assertLiveIsRebuilt(all(meant(), apart(3, 12)));
  }

  /** After it was looked which partitions there are: they wait, and begin in the swapped tables. */
  @Test
  void partitionsThatBeginWhileWritersAreHeldBeginAfterTheSwap() {
    world.progress.goOn =
        () -> {
          if (world.models.writersHeld) {
            world.progress.goOn = () -> true;
            world.log.publish(THIRD, apart(3, 12));
            world.models.project();
          }
          return true;
        };

    RebuildResult swapped = world.rebuild(SWAP);

    assertThat(swapped.outcome()).isEqualTo(Outcome.SWAPPED);
    assertThat(swapped.messages()).isEqualTo(MESSAGES);
    world.assertLiveIsRebuilt(all(meant(), apart(3, 12)));
  }

  @Test
  void partitionsThatTheServiceHasNotBegunAreNotWaitedFor() {
    world.models.beforeHolding.add(() -> world.log.publish(THIRD, apart(3, 12)));

    assertThat(world.rebuild(SWAP).outcome()).isEqualTo(Outcome.SWAPPED);
    assertThat(world.models.holds).isEqualTo(1);
  }

  @Test
  void whatTheServiceHasNotProjectedIsNotRebuiltEither() {
    world.log.publish(FIRST, apart(3, 5));
    world.log.publish(THIRD, apart(4, 5));

    assertThat(world.rebuild(SWAP).messages()).isEqualTo(MESSAGES);
    world.assertLiveIsRebuilt(meant());
  }

  @Test
  void aTopicThatWasCreatedAgainIsBegunAnew() {
    killAfterAPoll();
    world.log.createAgain(FIRST, "another");

    assertThatThrownBy(() -> world.rebuild(SWAP))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("topic-0")
        .hasMessageContaining("created again")
        .hasMessageContaining("--restart");
  }

  @Test
  void aServiceThatHasNotNoticedAnotherTopicIsWaitedFor() {
    world.log.createAgain(FIRST, "another");
    world.log.publish(FIRST, apart(3, 60));

    assertThatThrownBy(() -> world.rebuild(SWAP))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("topic-0")
        .hasMessageContaining("the service has not noticed yet; try again");
  }

  @Test
  void aServiceThatIsBeyondTheLogIsWaitedFor() {
    world.log.loseTail(FIRST, 39);

    assertThatThrownBy(() -> world.rebuild(SWAP))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("the service has not noticed yet; try again");
  }

  private void growAnotherTail() {
    world.log.loseTail(FIRST, 5);
    world.log.publish(FIRST, apart(3, 60));
    world.models.project();
  }

  @Test
  void aRebuildGoesOnInNoOtherLog() {
    killAfterAPoll();
    growAnotherTail();

    assertThatThrownBy(() -> world.rebuild(SWAP))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("topic-0")
        .hasMessageContaining("--restart");
  }

  @Test
  void aWayBackGoesOnInNoOtherLog() {
    world.rebuild(SWAP);
    growAnotherTail();

    assertThatThrownBy(world::goBack)
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("lost its tail");
  }
}
