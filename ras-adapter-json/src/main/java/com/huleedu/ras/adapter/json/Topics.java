package com.huleedu.ras.adapter.json;

import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.domain.batch.PipelineEnds;
import com.huleedu.ras.domain.event.NoEffect;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Which topics hold which kind of messages: several may hold one, and a kind may be in none, which
 * is not consumed then.
 *
 * @param byKind a kind that is not named has none
 */
public record Topics(Map<EventKind, List<String>> byKind) {

  /** The names that the producers use. */
  public static final Topics DEFAULT = by(EventKind::defaultTopics);

  /**
   * All kinds in their order, each topic once.
   *
   * @throws MisconfiguredException if one topic is to hold two kinds, naming both settings; or if
   *     there is none at all
   */
  public Topics {
    Map<EventKind, List<String>> all = new EnumMap<>(EventKind.class);
    Map<String, EventKind> kinds = new HashMap<>();
    for (EventKind kind : EventKind.values()) {
      List<String> topics = byKind.getOrDefault(kind, List.of()).stream().distinct().toList();
      for (String topic : topics) {
        EventKind other = kinds.put(topic, kind);
        if (other != null) {
          throw new MisconfiguredException(
              "%s and %s both name %s; the topic alone decides what a message means"
                  .formatted(other.setting(), kind.setting(), topic));
        }
      }
      all.put(kind, topics);
    }
    if (kinds.isEmpty()) {
      throw new MisconfiguredException("none of the settings names a topic: nothing is consumed");
    }
    byKind = Collections.unmodifiableMap(all);
  }

  /** The topics that are said of each kind. */
  public static Topics by(Function<EventKind, List<String>> topics) {
    return new Topics(
        Arrays.stream(EventKind.values()).collect(Collectors.toMap(kind -> kind, topics)));
  }

  /** The same kinds in topics of other names. */
  public Topics renamed(UnaryOperator<String> name) {
    return by(kind -> of(kind).stream().map(name).toList());
  }

  /** All of them. */
  public List<String> names() {
    return byKind.values().stream().flatMap(List::stream).toList();
  }

  /** Those of a kind; none if it is not consumed. */
  public List<String> of(EventKind kind) {
    return byKind.getOrDefault(kind, List.of());
  }

  /** One of a kind: the first, for who has something to say of it. */
  public String first(EventKind kind) {
    return of(kind).getFirst();
  }

  /** Those that settings would have to hold to say the same. */
  public Map<String, String> settings() {
    return byKind.entrySet().stream()
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().setting(), entry -> String.join(",", entry.getValue())));
  }

  public String batchRegistered() {
    return first(EventKind.BATCH_REGISTERED);
  }

  public String phaseOutcome() {
    return first(EventKind.PHASE_OUTCOME);
  }

  public String spellcheckCompleted() {
    return first(EventKind.SPELLCHECK_COMPLETED);
  }

  public String cjAssessmentCompleted() {
    return first(EventKind.CJ_ASSESSMENT_COMPLETED);
  }

  /** Whether ends of runs are consumed, so that batches may wait for one. */
  public PipelineEnds pipelineEnds() {
    return of(EventKind.PIPELINE_COMPLETED).isEmpty() ? PipelineEnds.NOT_READ : PipelineEnds.READ;
  }

  /** Why messages of a topic that are read may say nothing to the model, where they may. */
  public Map<String, Set<NoEffect>> withoutEffect() {
    Map<String, Set<NoEffect>> reasons = new HashMap<>();
    kinds()
        .forEach((topic, kind) -> {
          if (!kind.withoutEffect().isEmpty()) {
            reasons.put(topic, kind.withoutEffect());
          }
        });
    return reasons;
  }

  /** What the messages of each topic are about. */
  Map<String, EventKind> kinds() {
    Map<String, EventKind> kinds = new HashMap<>();
    byKind.forEach((kind, topics) -> topics.forEach(topic -> kinds.put(topic, kind)));
    return kinds;
  }
}
