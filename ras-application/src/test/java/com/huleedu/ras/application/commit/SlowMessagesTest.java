package com.huleedu.ras.application.commit;

import static com.huleedu.ras.application.World.poll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.application.World;
import com.huleedu.ras.application.projection.ProjectionService;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.ProcessingStage;
import com.huleedu.ras.domain.TextId;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.SpellcheckCompleted;
import com.huleedu.ras.domain.event.SpellcheckResult;
import com.huleedu.ras.domain.event.Stamp;
import com.huleedu.ras.domain.port.projection.Poll;
import com.huleedu.ras.domain.port.projection.ProjectionResult;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Guarantees, G5 and G6: what is always too slow is found, and a slow database costs no message.
 */
class SlowMessagesTest {
  private static final CompletionEvent[] EVENTS = new CompletionEvent[7];

  static {
    for (int i = 0; i < EVENTS.length; i++) {
      EVENTS[i] =
          new SpellcheckCompleted(
              new Stamp(Instant.EPOCH.plusSeconds(i), new UUID(0, i), i),
              null,
              new EssayId("e" + i),
              null,
              new SpellcheckResult(ProcessingStage.COMPLETED, 1L, null, new TextId("t"), null));
    }
  }

  private final World world = new World();
  private final ProjectionService service = world.service();

  @Test
  void whatIsAlwaysTooSlowBecomesALetterAndTheRestGoesIn() {
    world.slow.addAll(List.of(EVENTS[0], EVENTS[5]));

    assertThat(projected(poll(0, EVENTS)).marks()).hasSize(5);

    assertThat(letters()).containsExactlyInAnyOrder("0 projection_failure", "5 projection_failure");
    assertThat(world.memory.facts())
        .isEqualTo(Facts.fold(List.of(EVENTS[1], EVENTS[2], EVENTS[3], EVENTS[4], EVENTS[6])));
  }

  @Test
  void refusedAndTooSlowInOnePoll() {
    world.slow.add(EVENTS[2]);
    world.refused.add(EVENTS[3]);

    assertThat(projected(poll(0, EVENTS)).marks()).hasSize(5);

    assertThat(letters())
        .containsExactlyInAnyOrder("2 projection_failure", "3 rejected_by_database");
  }

  @Test
  void whatOnlyNeedsMoreTimeGetsIt() {
    world.slowish.add(EVENTS[3]);

    assertThat(projected(poll(0, EVENTS)).marks()).hasSize(EVENTS.length);
    assertThat(letters()).isEmpty();
  }

  @Test
  void whoWaitsForTheLockOfAnotherIsNotSlow() {
    world.locked.add(EVENTS[3]);
    noneIsLostOnce(world.locked, EVENTS);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7})
  void aDatabaseThatIsSlowWithAllIsWaitedFor(int messages) {
    projected(poll(0, EVENTS[0])); // quick, once
    world.slow.addAll(List.of(EVENTS));
    noneIsLostOnce(world.slow, Arrays.copyOfRange(EVENTS, EVENTS.length - messages, EVENTS.length));
  }

  private void noneIsLostOnce(Set<CompletionEvent> trouble, CompletionEvent... events) {
    CompletableFuture<ProjectionResult.Projected> result =
        CompletableFuture.supplyAsync(() -> projected(poll(0, events)));
    while (world.slowStatements.get() < 100 && !result.isDone()) {
      Thread.onSpinWait();
    }
    assertThat(result).isNotDone();
    trouble.clear();

    assertThat(result.join().marks()).hasSize(events.length);
    assertThat(letters()).isEmpty();
  }

  @Test
  void aloneNoMessageIsToBlame() {
    world.slow.add(EVENTS[0]);

    assertThatThrownBy(() -> projected(poll(0, EVENTS[0])))
        .as("given up, to be polled again with what came meanwhile")
        .isInstanceOf(UnavailableException.class);
    assertThat(letters()).isEmpty();

    projected(poll(0, EVENTS));
    assertThat(letters()).containsExactly("0 projection_failure");
  }

  private ProjectionResult.Projected projected(Poll poll) {
    return (ProjectionResult.Projected) service.project(poll);
  }

  private List<String> letters() {
    return world.memory.storedDeadLetters().stream()
        .map(letter -> letter.message().offset() + " " + letter.reason().type())
        .toList();
  }
}
