package com.huleedu.ras.testkit;

import com.huleedu.ras.domain.batch.BatchFacts;
import com.huleedu.ras.domain.batch.EssayFacts;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.batch.OutcomeFacts;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/** Facts of one kind alone. */
final class FactsOf {
  private FactsOf() {}

  static Facts batches(Collection<BatchFacts> batches) {
    return new Facts(
        byKey(batches, BatchFacts::batch, BatchFacts::merge), new TreeMap<>(), new TreeMap<>());
  }

  static Facts outcomes(Collection<OutcomeFacts> outcomes) {
    return new Facts(
        new TreeMap<>(), byKey(outcomes, OutcomeFacts::key, OutcomeFacts::merge), new TreeMap<>());
  }

  static Facts essays(Collection<EssayFacts> essays) {
    return new Facts(
        new TreeMap<>(), new TreeMap<>(), byKey(essays, EssayFacts::essay, EssayFacts::merge));
  }

  private static <K extends Comparable<K>, V> SortedMap<K, V> byKey(
      Collection<V> values, Function<V, K> key, BinaryOperator<V> merge) {
    SortedMap<K, V> all = new TreeMap<>();
    values.forEach(value -> all.merge(key.apply(value), value, merge));
    return all;
  }
}
