package com.huleedu.ras.benchmarks;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.ProcessingStage;
import com.huleedu.ras.domain.TextId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.SpellcheckCompleted;
import com.huleedu.ras.domain.event.SpellcheckResult;
import com.huleedu.ras.domain.event.Stamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/** Events whose way is watched: each is told by a text that an answer shows. */
final class Probes {
  static final String MARKER = "probe-text-";

  private final Random random;
  private final BatchId batch;
  private final List<EssayId> essays;
  private int count;

  Probes(long seed) {
    random = new Random(seed);
    batch = new BatchId(BatchStory.uuid(random).toString());
    essays =
        Stream.generate(() -> new EssayId(BatchStory.uuid(random).toString()))
            .limit(Scale.ESSAYS)
            .toList();
  }

  String batch() {
    return batch.value();
  }

  CompletionEvent registration() {
    Registration registration =
        new Registration(new UserId("probe"), essays.size(), essays, List.of(Phase.SPELLCHECK));
    return new BatchRegistered(stamp(), null, batch, registration);
  }

  /** One that no event has had yet, and that is no part of another one. */
  String nextText() {
    return MARKER + count++ + "-";
  }

  /** The spellcheck of some essay of the batch, newer than all before. */
  CompletionEvent event(String text) {
    SpellcheckResult result =
        new SpellcheckResult(
            ProcessingStage.COMPLETED, 1L, new TextId(text), new TextId("original"), null);
    EssayId essay = essays.get(random.nextInt(essays.size()));
    return new SpellcheckCompleted(stamp(), null, essay, null, result);
  }

  private static Stamp stamp() {
    return new Stamp(Instant.now().truncatedTo(ChronoUnit.MICROS), UUID.randomUUID(), 0);
  }
}
