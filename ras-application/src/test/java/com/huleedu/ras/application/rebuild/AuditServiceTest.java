package com.huleedu.ras.application.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.application.World;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.deadletter.DeadLetterState;
import com.huleedu.ras.domain.port.rebuild.AuditResult;
import com.huleedu.ras.domain.port.rebuild.Difference;
import com.huleedu.ras.domain.port.rebuild.KnownDeadLetter;
import com.huleedu.ras.domain.port.rebuild.RowKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/**
 * An audit of rows that change while they are looked at, page by page, whatever memory it has: it
 * finds each damage once, and nothing else.
 */
class AuditServiceTest {
  private static final long PLENTY = 1L << 40;

  @RepeatedTest(30)
  void findsEachDamageOnceWhileRowsChange(RepetitionInfo repetition) {
    AuditedModel busy = new AuditedModel(repetition.getCurrentRepetition());
    // What is broken here, no later event mends.
    RowKey gone = busy.lose();
    RowKey added = busy.add();
    List<Difference> found = new ArrayList<>();
    AuditResult result =
        new AuditService(busy, busy, PLENTY)
            .audit(1 + repetition.getCurrentRepetition() % 3, found::add, new WatchedProgress());

    assertThat(found).extracting(Difference::key).containsExactlyInAnyOrder(gone, added);
    assertThat(result.finished()).isTrue();
    assertThat(busy.mostPages).isEqualTo(10);
  }

  @RepeatedTest(10)
  void littleMemoryTakesMoreReadingsAndFindsTheSame(RepetitionInfo repetition) {
    AuditedModel busy = new AuditedModel(-repetition.getCurrentRepetition());
    RowKey gone = busy.lose();
    List<Difference> found = new ArrayList<>();
    // Of some hundred rows, a dozen at a time.
    AuditResult result =
        new AuditService(busy, busy, 20_000).audit(1, found::add, new WatchedProgress());

    assertThat(found).extracting(Difference::key).containsExactly(gone);
    assertThat(result.finished()).isTrue();
    assertThat(busy.readings).isGreaterThan(10);
  }

  @Test
  void namesOpenLettersThatTheLogNoLongerShows() {
    AuditedModel busy = new AuditedModel(1);
    busy.beyond.add(letter(World.TOPIC_ID, 7, "rejected_by_database")); // where the log has it
    busy.beyond.add(letter(World.TOPIC_ID, 1_000_000, "rejected_by_database"));
    busy.beyond.add(letter("of the topic before it was created again", 7, "projection_failure"));
    busy.beyond.add(letter("of the topic before it was created again", 8, "not_json"));
    List<Difference> found = new ArrayList<>();
    AuditResult result =
        new AuditService(busy, busy, PLENTY).audit(2, found::add, new WatchedProgress());

    assertThat(found)
        .extracting(difference -> difference.kind() + " " + difference.key())
        .containsExactly(
            "NOT_APPLIED dead_letters topic 0 1000000", "NOT_APPLIED dead_letters topic 0 7");
    assertThat(result.count()).isEqualTo(2);
    assertThat(result.deadLetters().allOpen()).isEqualTo(2);
  }

  @Test
  void ofATopicThatIsGoneNothingCanBeSaidAndOfOneThatWasNeverThereNothingIs() {
    AuditedModel model = new AuditedModel(1);
    model.missing = Set.of("never there");
    List<Difference> found = new ArrayList<>();
    new AuditService(model, model, PLENTY).audit(1, found::add, new WatchedProgress());
    assertThat(found).isEmpty();

    model.missing = Set.of(World.PARTITION.topic());
    assertThatThrownBy(() ->
            new AuditService(model, model, PLENTY).audit(1, found::add, new WatchedProgress()))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("it has no topic topic any more");
  }

  private static KnownDeadLetter letter(String topicId, long offset, String errorType) {
    return new KnownDeadLetter(
        World.PARTITION, topicId, offset, Instant.EPOCH, errorType, DeadLetterState.OPEN);
  }
}
