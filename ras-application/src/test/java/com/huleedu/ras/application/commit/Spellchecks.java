package com.huleedu.ras.application.commit;

import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.ProcessingStage;
import com.huleedu.ras.domain.TextId;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.SpellcheckCompleted;
import com.huleedu.ras.domain.event.SpellcheckResult;
import com.huleedu.ras.domain.event.Stamp;
import java.time.Instant;
import java.util.UUID;

/** Events of essays of their own, told apart by their number. */
final class Spellchecks {
  private Spellchecks() {}

  static CompletionEvent of(int number) {
    return new SpellcheckCompleted(
        new Stamp(Instant.EPOCH.plusSeconds(number), new UUID(0, number), number),
        null,
        new EssayId("e" + number),
        null,
        new SpellcheckResult(ProcessingStage.COMPLETED, 1L, null, new TextId("t"), null));
  }
}
