package com.huleedu.ras.adapter.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.event.AssessmentResultPublished;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CjAssessmentCompleted;
import com.huleedu.ras.domain.event.CjAssessmentFailed;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.EssaySlotAssigned;
import com.huleedu.ras.domain.event.FileRejected;
import com.huleedu.ras.domain.event.Grade;
import com.huleedu.ras.domain.event.PhaseOutcomeAnnounced;
import com.huleedu.ras.domain.event.PipelineCompleted;
import com.huleedu.ras.domain.event.SaidNothing;
import com.huleedu.ras.domain.event.SpellcheckCompleted;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.Message;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decodes a message twice and judges what came out, and what it cost. */
final class DecoderJudge {
  /** What a short message may cost, and what each further byte of one; a tree of nodes is large. */
  private static final long BYTES_FOR_ANY = 256 * 1_024;

  private static final long BYTES_PER_BYTE = 100;
  private static final int MAX_DETAIL = 1_001;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private double costliest;
  private String costliestCase = "";

  Message judge(String topic, byte[] value) {
    byte[] before = value.clone();
    long start = threads.getCurrentThreadAllocatedBytes();
    Message first = Decoding.decode(topic, value);
    long between = threads.getCurrentThreadAllocatedBytes();
    Message second = Decoding.decode(topic, value);
    long end = threads.getCurrentThreadAllocatedBytes();
    // The smaller, for classes are loaded once.
    long cost = Math.min(between - start, end - between);
    note(cost, value.length);
    assertThat(cost)
        .as("bytes allocated for a message of %d", value.length)
        .isLessThan(BYTES_FOR_ANY + BYTES_PER_BYTE * value.length);
    assertThat(value).as("a message is shared, not changed").isEqualTo(before);
    switch (first) {
      case Message.Decoded decoded -> {
        Message.Decoded again = (Message.Decoded) second;
        assertThat(again.event()).isEqualTo(decoded.event());
        assertThat(again.mark()).isEqualTo(decoded.mark());
        inTheDomain(decoded.event());
      }
      case Message.Malformed malformed -> {
        assertThat(((Message.Malformed) second).reason()).isEqualTo(malformed.reason());
        assertThat(malformed.raw().value()).as("kept whole").isSameAs(value);
        readable(malformed.reason());
      }
    }
    return first;
  }

  private void note(long cost, int length) {
    double ratio = (double) Math.max(0, cost - BYTES_FOR_ANY) / Math.max(1, length);
    if (ratio >= costliest) {
      costliest = ratio;
      costliestCase = "%d bytes allocated for a message of %d".formatted(cost, length);
    }
  }

  String costliest() {
    return costliestCase;
  }

  private static void readable(DeadLetterReason reason) {
    assertThat(JsonAdapter.malformedTypes()).contains(reason.type());
    assertThat(reason.detail()).isNotBlank();
    assertThat(reason.detail().length()).as(reason.detail()).isLessThanOrEqualTo(MAX_DETAIL);
    assertThat(reason.detail().chars().filter(Character::isISOControl).count())
        .as(reason.detail())
        .isZero();
    assertUtf8(reason.detail());
  }

  private static void inTheDomain(CompletionEvent event) {
    assertThat(event.stamp().time()).isEqualTo(event.stamp().time().truncatedTo(ChronoUnit.MICROS));
    switch (event) {
      case BatchRegistered e -> {
        assertThat(e.registration().essayCount()).isNotNegative();
        assertThat(e.registration().essays()).doesNotHaveDuplicates();
        ids(e.batch(), e.registration().owner());
        e.registration().essays().forEach(DecoderJudge::ids);
        storableError(e.registration().promptRef());
        storable(e.registration().classId());
      }
      case PhaseOutcomeAnnounced e -> {
        ids(e.batch());
        assertThat(e.outcome().processed()).doesNotHaveDuplicates();
        Stream.concat(e.outcome().processed().stream(), e.outcome().failed().stream())
            .forEach(DecoderJudge::ids);
      }
      case SpellcheckCompleted e -> {
        ids(e.essay(), e.batch(), e.result().originalText(), e.result().correctedText());
        assertThat(Objects.requireNonNullElse(e.result().corrections(), 0L)).isNotNegative();
        storableError(e.result().error());
      }
      case CjAssessmentCompleted e -> {
        ids(e.batch());
        results(e.rankings());
        e.verdicts()
            .forEach((essay, verdict) -> {
              ids(essay);
              storable(verdict.run());
            });
      }
      default -> inTheDomainOfToday(event);
    }
  }

  private static void inTheDomainOfToday(CompletionEvent event) {
    ids(event.batch(), event.essay());
    switch (event) {
      case AssessmentResultPublished e -> {
        storable(e.assignment());
        results(e.results());
      }
      case CjAssessmentFailed e -> storableError(e.failure().error());
      case EssaySlotAssigned e -> {
        ids(e.slot().upload());
        storable(e.slot().fileName());
      }
      case FileRejected e -> {
        ids(e.upload());
        storable(e.file().fileName());
        storable(e.file().errorCode());
        storable(e.file().message());
      }
      case PipelineCompleted _, SaidNothing _ -> {}
      default -> throw new AssertionError("of the first generation: " + event);
    }
  }

  private static void results(Map<EssayId, CjResult> results) {
    results.forEach((essay, result) -> {
      ids(essay);
      storable(result.run());
      assertThat(Objects.requireNonNullElse(result.score(), 0.0)).isFinite();
      Grade grade = result.grade();
      if (grade != null) {
        storable(grade.letter());
        storable(grade.confidenceLabel());
        assertThat(Objects.requireNonNullElse(grade.confidence(), 0.0)).isFinite();
        assertThat(Objects.requireNonNullElse(grade.normalizedScore(), 0.0)).isFinite();
      }
    });
  }

  private static void storable(@Nullable String text) {
    if (text != null) {
      assertThat(text).doesNotContain("\0");
      assertUtf8(text);
    }
  }

  private static void ids(@Nullable Object... ids) {
    for (Object id : ids) {
      if (id != null) {
        String text = id.toString();
        assertThat(text.codePointCount(0, text.length())).isBetween(1, 255);
        assertThat(text).doesNotContain("\0");
        assertUtf8(text);
      }
    }
  }

  private static void storableError(@Nullable String json) {
    if (json != null) {
      assertThat(json).startsWith("{").endsWith("}").doesNotContain("\0");
      assertUtf8(json);
    }
  }

  private static void assertUtf8(String text) {
    try {
      StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
    } catch (CharacterCodingException e) {
      throw new AssertionError("no UTF-8 exists for it: " + text, e);
    }
  }
}
