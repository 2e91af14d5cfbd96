package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Topics that come, are not there, or are gone, without a Kafka. Of "a" and "b", "a" is essential.
 */
class SubscriptionTest {
  private final LoopFixture on = new LoopFixture();

  @AfterEach
  void close() {
    on.close();
  }

  private double missing(String topic) {
    return on.registry.get("ras.topic.missing").tag("topic", topic).gauge().value();
  }

  private List<String> problems() {
    return on.health.problems().stream().filter(it -> it.contains("topic")).toList();
  }

  /** Not within a moment: the next look is due. */
  private void laterThereIs(String... topics) {
    on.consumer.then(() -> {
      on.topics.missing = Set.of(topics);
      on.pass(Duration.ofSeconds(5));
    });
  }

  @Test
  void aTopicThatIsNotThereIsNoProblemAndIsSubscribedToOnceItIs() {
    on.topics.missing = Set.of("b");
    on.consumer.until(() -> missing("b") == 1);
    on.consumer.then(() -> {
      assertThat(on.consumer.subscription()).containsExactly("a");
      assertThat(missing("a")).isZero();
      assertThat(problems()).isEmpty();
    });
    laterThereIs();
    on.consumer.until(() -> on.consumer.subscription().equals(Set.of("a", "b")));
    on.run();

    assertThat(missing("b")).isZero();
  }

  @Test
  void withoutAnEssentialOneNothingIsReadyUntilItIsThere() {
    on.topics.missing = Set.of("a");
    on.consumer.until(() -> problems().toString().contains("no topic a; create it"));
    on.consumer.then(() -> assertThat(on.consumer.subscription()).containsExactly("b"));
    laterThereIs();
    on.consumer.until(() -> on.health.problems().isEmpty());
    on.run();

    assertThat(on.consumer.subscription()).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void oneThatIsGoneIsAProblemAndStaysSubscribedTo() {
    on.consumer.until(() -> on.health.problems().isEmpty());
    on.consumer.then(() -> on.projector.begunTopics = Set.of("a", "b"));
    laterThereIs("b");
    on.consumer.until(() -> problems().toString().contains("no topic b; create it"));
    on.run();

    assertThat(on.consumer.subscription()).containsExactlyInAnyOrder("a", "b");
    assertThat(missing("b")).isOne();
  }

  /** Kafka's client refuses to be polled then. */
  @Test
  void whereThereIsNoneAtAllTheyAreAwaited() {
    on.topics.missing = Set.of("a", "b");
    on.topics.thereAfter = 3;
    on.consumer.until(() -> on.health.problems().isEmpty());
    on.run();

    assertThat(on.consumer.subscription()).containsExactlyInAnyOrder("a", "b");
    assertThat(on.errors.count()).isEqualTo(3);
  }
}
