package com.huleedu.ras.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.RawMessage;
import com.huleedu.ras.domain.port.query.StatusFilter;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Embedded in a program whose language has digits of its own, the keys are those of all others. */
class KeysTest {
  private final Locale before = Locale.getDefault();

  @BeforeEach
  void speakPersian() {
    Locale.setDefault(Locale.of("fa", "IR"));
  }

  @AfterEach
  void speakAsBefore() {
    Locale.setDefault(before);
  }

  @Test
  void numbersInKeysAreWrittenInPlainDigits() {
    assertThat(Keys.list(new UserBatchesQuery(new UserId("u"), new StatusFilter.All(), 20, 1_040)))
        .isEqualTo("ras:user:u:batches:20:1040:all");
    assertThat(
            Keys.deadLetterCopy(
                new RawMessage(new Partition("t", 3), 1_234, Instant.EPOCH, null, List.of(), null)))
        .isEqualTo("poison_pill:t:3:1234");
  }
}
