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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/** Events whose way is watched: each is told by a text that an answer shows. */
final class Probes {
  static final String MARKER = "probe-text-";

  private final BatchId batch;
  private final List<EssayId> essays;
  private int count;

  Probes(long seed) {
    Random random = new Random(seed);
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

  /** Some that no event has had yet, none of them a part of another one. */
  List<String> nextTexts(int number) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      texts.add(MARKER + count++ + "-");
    }
    return texts;
  }

  /** The spellcheck of one of the essays, newer than all before. */
  CompletionEvent event(String text, int essay) {
    SpellcheckResult result =
        new SpellcheckResult(
            ProcessingStage.COMPLETED, 1L, new TextId(text), new TextId("original"), null);
    return new SpellcheckCompleted(stamp(), null, essays.get(essay), null, result);
  }

  private static Stamp stamp() {
    return new Stamp(Instant.now().truncatedTo(ChronoUnit.MICROS), UUID.randomUUID(), 0);
  }
}
