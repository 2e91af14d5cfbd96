package com.huleedu.ras.domain.batch;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.event.AssessmentResultPublished;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CjAssessmentCompleted;
import com.huleedu.ras.domain.event.CjAssessmentFailed;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.EssaySlotAssigned;
import com.huleedu.ras.domain.event.FileRejected;
import com.huleedu.ras.domain.event.PhaseOutcomeAnnounced;
import com.huleedu.ras.domain.event.PipelineCompleted;
import com.huleedu.ras.domain.event.SaidNothing;
import com.huleedu.ras.domain.event.SpellcheckCompleted;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * What a set of events says: the fold at the heart of RAS.
 *
 * <p>{@code fold(a ∪ b)} equals {@code fold(a).merge(fold(b))}, in either order and however often
 * an event is in {@code a} or {@code b}. The rows in the database are such a fold, merged in SQL.
 * All maps are sorted by key, so that every writer takes row locks in the same order.
 */
public record Facts(
    SortedMap<BatchId, BatchFacts> batches,
    SortedMap<BatchId, PipelineFacts> pipelines,
    SortedMap<OutcomeFacts.Key, OutcomeFacts> outcomes,
    SortedMap<RejectedFileFacts.Key, RejectedFileFacts> rejectedFiles,
    SortedMap<EssayId, EssayFacts> essays) {

  public Facts {
    batches = Collections.unmodifiableSortedMap(batches);
    pipelines = Collections.unmodifiableSortedMap(pipelines);
    outcomes = Collections.unmodifiableSortedMap(outcomes);
    rejectedFiles = Collections.unmodifiableSortedMap(rejectedFiles);
    essays = Collections.unmodifiableSortedMap(essays);
  }

  /** Folds events; their order and number don't matter. */
  public static Facts fold(Iterable<? extends CompletionEvent> events) {
    Fold fold = new Fold();
    events.forEach(fold::add);
    return fold.facts();
  }

  /** The registrations of one batch alone. */
  public static Facts of(BatchFacts batch) {
    return new Facts(only(batch.batch(), batch), none(), none(), none(), none());
  }

  /** The runs of one batch alone. */
  public static Facts of(PipelineFacts pipeline) {
    return new Facts(none(), only(pipeline.batch(), pipeline), none(), none(), none());
  }

  /** One phase's alone. */
  public static Facts of(OutcomeFacts outcome) {
    return new Facts(none(), none(), only(outcome.key(), outcome), none(), none());
  }

  /** One rejected file's alone. */
  public static Facts of(RejectedFileFacts file) {
    return new Facts(none(), none(), none(), only(file.key(), file), none());
  }

  /** One essay's alone. */
  public static Facts of(EssayFacts essay) {
    return new Facts(none(), none(), none(), none(), only(essay.essay(), essay));
  }

  private static <K, V> SortedMap<K, V> none() {
    return Collections.emptySortedMap();
  }

  private static <K, V> SortedMap<K, V> only(K key, V value) {
    SortedMap<K, V> one = new TreeMap<>();
    one.put(key, value);
    return one;
  }

  /** What both know. */
  public Facts merge(Facts other) {
    return new Facts(
        merged(batches, other.batches, BatchFacts::merge),
        merged(pipelines, other.pipelines, PipelineFacts::merge),
        merged(outcomes, other.outcomes, OutcomeFacts::merge),
        merged(rejectedFiles, other.rejectedFiles, RejectedFileFacts::merge),
        merged(essays, other.essays, EssayFacts::merge));
  }

  public boolean isEmpty() {
    return batches.isEmpty()
        && pipelines.isEmpty()
        && outcomes.isEmpty()
        && rejectedFiles.isEmpty()
        && essays.isEmpty();
  }

  private static <K extends Comparable<K>, V> SortedMap<K, V> merged(
      Map<K, V> a, Map<K, V> b, BinaryOperator<V> merge) {
    SortedMap<K, V> all = new TreeMap<>(a);
    b.forEach((key, value) -> all.merge(key, value, merge));
    return all;
  }

  /**
   * Mutable while it folds, and never seen from outside. Several events speak of each key, so that
   * keys are sorted once, at the end.
   */
  private static final class Fold {
    private final Map<BatchId, BatchFacts> batches = new HashMap<>();
    private final Map<BatchId, PipelineFacts> pipelines = new HashMap<>();
    private final Map<OutcomeFacts.Key, OutcomeFacts> outcomes = new HashMap<>();
    private final Map<RejectedFileFacts.Key, RejectedFileFacts> rejectedFiles = new HashMap<>();
    private final Map<EssayId, EssayFacts> essays = new HashMap<>();

    private Facts facts() {
      return new Facts(
          new TreeMap<>(batches),
          new TreeMap<>(pipelines),
          new TreeMap<>(outcomes),
          new TreeMap<>(rejectedFiles),
          new TreeMap<>(essays));
    }

    private void add(CompletionEvent event) {
      if (event.noEffect().isPresent()) {
        return;
      }
      switch (event) {
        case BatchRegistered registered -> add(registered);
        case PhaseOutcomeAnnounced announced -> add(OutcomeFacts.of(announced));
        case SpellcheckCompleted completed -> add(EssayFacts.of(completed));
        case CjAssessmentCompleted completed -> add(completed);
        case AssessmentResultPublished published -> add(published);
        case CjAssessmentFailed failed -> add(PipelineFacts.of(failed));
        case EssaySlotAssigned assigned -> add(EssayFacts.of(assigned));
        case PipelineCompleted completed -> add(PipelineFacts.of(completed));
        case FileRejected rejected -> add(RejectedFileFacts.of(rejected));
        case SaidNothing _ -> {}
      }
    }

    private void add(BatchRegistered event) {
      batches.merge(event.batch(), BatchFacts.of(event), BatchFacts::merge);
      Claim claim = new Claim(event.batch(), Claim.Kind.REGISTRATION, event.stamp());
      for (EssayId essay : event.registration().essays()) {
        add(EssayFacts.claimed(essay, claim));
      }
    }

    private void add(CjAssessmentCompleted event) {
      event
          .rankings()
          .forEach((essay, result) ->
              add(EssayFacts.ranked(essay, event.batch(), event.stamp(), result)));
      event
          .verdicts()
          .forEach((essay, verdict) ->
              add(EssayFacts.judged(essay, event.batch(), event.stamp(), verdict)));
    }

    private void add(AssessmentResultPublished event) {
      event
          .results()
          .forEach((essay, result) ->
              add(EssayFacts.ranked(essay, event.batch(), event.stamp(), result)));
      String assignment = event.assignment();
      if (assignment != null) {
        add(PipelineFacts.assigned(event, assignment));
      }
    }

    private void add(PipelineFacts facts) {
      pipelines.merge(facts.batch(), facts, PipelineFacts::merge);
    }

    private void add(OutcomeFacts facts) {
      outcomes.merge(facts.key(), facts, OutcomeFacts::merge);
    }

    private void add(RejectedFileFacts facts) {
      rejectedFiles.merge(facts.key(), facts, RejectedFileFacts::merge);
    }

    private void add(EssayFacts facts) {
      essays.merge(facts.essay(), facts, EssayFacts::merge);
    }
  }
}
