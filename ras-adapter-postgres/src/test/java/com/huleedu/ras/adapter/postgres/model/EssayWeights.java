package com.huleedu.ras.adapter.postgres.model;

import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.batch.EssayFacts;
import com.huleedu.ras.domain.batch.EssayResult;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.Grade;
import com.huleedu.ras.domain.event.Slot;
import com.huleedu.ras.domain.event.SpellcheckResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** For how many essays each counts, worked out the plain way; of none is any text cut. */
record EssayWeights(Map<EssayId, Integer> weights) {
  static EssayWeights of(Facts facts) {
    return new EssayWeights(
        facts.essays().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, essay -> weight(essay.getValue()))));
  }

  private static int weight(EssayFacts essay) {
    Slot slot = essay.slot() == null ? null : essay.slot().value();
    SpellcheckResult checked = essay.spellcheck() == null ? null : essay.spellcheck().value();
    Grade grade = essay.cj() == null ? null : essay.cj().value().grade();
    List<@Nullable Object> texts = new ArrayList<>();
    texts.add(essay.essay());
    texts.add(slot == null ? null : slot.upload());
    texts.add(slot == null ? null : slot.fileName());
    texts.add(checked == null ? null : checked.originalText());
    texts.add(checked == null ? null : checked.correctedText());
    texts.add(grade == null ? null : grade.letter());
    texts.add(grade == null ? null : grade.confidenceLabel());
    return 1 + texts.stream().mapToInt(EssayWeights::bytes).sum() / TextBudget.BYTES_OF_ESSAY;
  }

  private static int bytes(@Nullable Object text) {
    return text == null ? 0 : text.toString().getBytes(StandardCharsets.UTF_8).length;
  }

  int of(List<EssayResult> essays) {
    return essays.stream().mapToInt(essay -> weights.getOrDefault(essay.essay(), 0)).sum();
  }

  /** As many of the first as count for no more together. */
  List<EssayResult> first(int budget, List<EssayResult> essays) {
    int first = 0;
    while (first < essays.size() && of(essays.subList(0, first + 1)) <= budget) {
      first++;
    }
    return essays.subList(0, first);
  }
}
