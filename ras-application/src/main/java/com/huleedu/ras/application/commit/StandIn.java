package com.huleedu.ras.application.commit;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.TextId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CjAssessmentCompleted;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.PhaseOutcome;
import com.huleedu.ras.domain.event.PhaseOutcomeAnnounced;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.SpellcheckCompleted;
import com.huleedu.ras.domain.event.SpellcheckResult;
import com.huleedu.ras.domain.event.Stamp;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * An event of the same kind and size as another, with ids and texts that nobody has: what the
 * database does for it is what it does for the other, but for what is special about that.
 */
final class StandIn {
  private static final int LONGEST_ID = 255;
  private static final Duration LATER = Duration.ofSeconds(1);

  private final CompletionEvent original;
  private final Map<String, String> names = new HashMap<>();

  StandIn(CompletionEvent original) {
    this.original = original;
  }

  /** To be recorded one after the other: rows that are new, and then the same rows changed. */
  List<Facts> facts() {
    Stamp stamp = original.stamp();
    Stamp later = new Stamp(stamp.time().plus(LATER), stamp.eventId(), stamp.digest());
    return List.of(Facts.fold(List.of(at(stamp))), Facts.fold(List.of(at(later))));
  }

  private CompletionEvent at(Stamp stamp) {
    return switch (original) {
      case BatchRegistered(var _, var _, BatchId batch, Registration registration) ->
          new BatchRegistered(stamp, null, other(batch), other(registration));
      case PhaseOutcomeAnnounced(var _, var _, BatchId batch, var phase, PhaseOutcome outcome) ->
          new PhaseOutcomeAnnounced(
              stamp,
              null,
              other(batch),
              phase,
              new PhaseOutcome(
                  outcome.status(), others(outcome.processed()), others(outcome.failed())));
      case SpellcheckCompleted(var _, var _, EssayId essay, var batch, SpellcheckResult result) ->
          new SpellcheckCompleted(
              stamp, null, other(essay), batch == null ? null : other(batch), other(result));
      case CjAssessmentCompleted(var _, var _, BatchId batch, Map<EssayId, CjResult> rankings) -> {
        Map<EssayId, CjResult> others = new LinkedHashMap<>();
        rankings.forEach((essay, result) -> others.put(other(essay), result));
        yield new CjAssessmentCompleted(stamp, null, other(batch), others);
      }
    };
  }

  private Registration other(Registration registration) {
    return new Registration(
        new UserId(name(registration.owner().value())),
        registration.essayCount(),
        others(registration.essays()),
        registration.requestedPhases());
  }

  private SpellcheckResult other(SpellcheckResult result) {
    TextId corrected = result.correctedText();
    return new SpellcheckResult(
        result.stage(),
        result.corrections(),
        corrected == null ? null : new TextId(name(corrected.value())),
        new TextId(name(result.originalText().value())),
        asLong(result.error()));
  }

  /** A JSON text of about the same length, and as hard to make smaller as any. */
  private static @Nullable String asLong(@Nullable String error) {
    if (error == null) {
      return null;
    }
    byte[] noise = new byte[error.length() / 2];
    ThreadLocalRandom.current().nextBytes(noise);
    return '"' + HexFormat.of().formatHex(noise) + '"';
  }

  private List<EssayId> others(List<EssayId> essays) {
    return essays.stream().map(this::other).toList();
  }

  private EssayId other(EssayId essay) {
    return new EssayId(name(essay.value()));
  }

  private BatchId other(BatchId batch) {
    return new BatchId(name(batch.value()));
  }

  /** Ids are mostly of this form; anywhere in an index, as those of others are. */
  private String name(String original) {
    return names.computeIfAbsent(
        original,
        _ -> {
          String id = UUID.randomUUID().toString();
          int length = Math.clamp(original.length(), id.length(), LONGEST_ID);
          return id.repeat(LONGEST_ID / id.length() + 1).substring(0, length);
        });
  }
}
