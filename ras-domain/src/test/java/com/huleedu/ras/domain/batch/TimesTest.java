package com.huleedu.ras.domain.batch;

import static com.huleedu.ras.domain.batch.Story.B;
import static com.huleedu.ras.domain.batch.Story.at;
import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.event.CjResult;
import org.junit.jupiter.api.Test;

/** {@code last_updated} of an essay and of its batch, and what else is said only in passing. */
class TimesTest {
  @Test
  void withoutResultsItIsTheRegistration() {
    assertUpdated(1, new Story().registered(1, "a"));
  }

  @Test
  void itIsTheNewestResultOfEitherPhase() {
    assertUpdated(2, new Story().registered(1, "a").spellchecked(2, "a"));
    assertUpdated(2, new Story().registered(1, "a").ranked(2, B, "a"));
    assertUpdated(3, new Story().registered(1, "a").spellchecked(3, "a").ranked(2, B, "a"));
    assertUpdated(3, new Story().registered(1, "a").spellchecked(2, "a").ranked(3, B, "a"));
  }

  private static void assertUpdated(int second, Story story) {
    Batch batch = story.batch();
    assertThat(batch.essays().getFirst().lastUpdated()).isEqualTo(at(second));
    assertThat(batch.lastUpdated()).isEqualTo(at(second));
  }

  @Test
  void aRegistrationThatIsNewerUpdatesTheBatchAlone() {
    Batch batch = new Story().spellchecked(1, "a").registered(2, "a").batch();
    assertThat(batch.essays().getFirst().lastUpdated()).isEqualTo(at(1));
    assertThat(batch.lastUpdated()).isEqualTo(at(2));
  }

  @Test
  void aScoreHasOneZero() {
    assertThat(new CjResult(1L, -0.0)).isEqualTo(new CjResult(1L, 0.0));
  }
}
