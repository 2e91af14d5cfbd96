package com.huleedu.ras.application.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.application.World;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.port.deadletter.DeadLetterState;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Poll;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.rebuild.Difference;
import com.huleedu.ras.domain.port.rebuild.Difference.Cell;
import com.huleedu.ras.domain.port.rebuild.Difference.Kind;
import com.huleedu.ras.domain.port.rebuild.KnownDeadLetter;
import com.huleedu.ras.domain.port.rebuild.LogPartition;
import com.huleedu.ras.domain.port.rebuild.LogRange;
import com.huleedu.ras.domain.port.rebuild.ModelRow;
import com.huleedu.ras.domain.port.rebuild.ModelTable;
import com.huleedu.ras.domain.port.rebuild.RowKey;
import com.huleedu.ras.testkit.history.Histories;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The judgements of an audit, one by one. */
class AuditPartsTest {
  private static final Partition PARTITION = World.PARTITION;
  private static final CompletionEvent EVENT = Histories.random(1, 1).getFirst();
  private static final RowKey KEY = new RowKey(ModelTable.ESSAY_RESULTS, List.of("e"));

  @Test
  void aLetterSaysWhetherItsMessageIsApplied() {
    assertThat(applied(null, World.TOPIC_ID)).isTrue();
    assertThat(applied(DeadLetterState.REPLAYED, World.TOPIC_ID)).isTrue();
    assertThat(applied(DeadLetterState.OPEN, World.TOPIC_ID)).isFalse();
    assertThat(applied(DeadLetterState.DISCARDED, World.TOPIC_ID)).isFalse();
    assertThat(applied(DeadLetterState.OPEN, "of the topic before it was created again")).isTrue();
  }

  private static boolean applied(DeadLetterState state, String topicId) {
    return !check(state, "not_json", topicId, _ -> {}).applied(World.poll(7, EVENT)).isEmpty();
  }

  @Test
  void lettersThatAreMissingOrShouldNotBeAreDifferences() {
    assertThat(kinds(null, "", World.malformedPoll(7))).containsExactly(Kind.MISSING_ROW);
    assertThat(kinds(DeadLetterState.OPEN, "not_json", World.poll(7, EVENT)))
        .containsExactly(Kind.NOT_APPLIED);
    assertThat(kinds(DeadLetterState.OPEN, "rejected_by_database", World.poll(7, EVENT)))
        .containsExactly(Kind.NOT_APPLIED);
    assertThat(kinds(DeadLetterState.DISCARDED, "rejected_by_database", World.poll(7, EVENT)))
        .isEmpty();
    assertThat(kinds(DeadLetterState.DISCARDED, "not_json", World.poll(7, EVENT))).isEmpty();
    assertThat(kinds(DeadLetterState.OPEN, "not_json", World.malformedPoll(7))).isEmpty();
  }

  private static List<Kind> kinds(DeadLetterState state, String type, Poll poll) {
    List<Kind> found = new ArrayList<>();
    DeadLetterCheck check =
        check(state, type, World.TOPIC_ID, difference -> found.add(difference.kind()));
    assertThat(check.applied(poll)).isEmpty();
    assertThat(poll.messages())
        .hasOnlyElementsOfTypes(Message.Decoded.class, Message.Malformed.class);
    return found;
  }

  private static DeadLetterCheck check(
      DeadLetterState state, String type, String topicId, Consumer<Difference> found) {
    List<KnownDeadLetter> letters =
        state == null
            ? List.of()
            : List.of(new KnownDeadLetter(PARTITION, topicId, 7, Instant.EPOCH, type, state));
    return new DeadLetterCheck(Map.of(PARTITION, World.TOPIC_ID), _ -> letters, found);
  }

  @Test
  void aLetterOfAnotherMessageAtItsOffsetIsSurplusUnlessSettled() {
    assertThat(ofALostTail(DeadLetterState.OPEN))
        .containsExactly(
            "dead_letters topic 0 7: SURPLUS_ROW [error_type: expected null, found t]");
    assertThat(ofALostTail(DeadLetterState.DISCARDED)).isEmpty();
    assertThat(ofALostTail(DeadLetterState.REPLAYED)).isEmpty();
  }

  private static List<String> ofALostTail(DeadLetterState state) {
    List<String> found = new ArrayList<>();
    KnownDeadLetter letter =
        new KnownDeadLetter(PARTITION, World.TOPIC_ID, 7, Instant.EPOCH.plusSeconds(1), "t", state);
    DeadLetterCheck check =
        new DeadLetterCheck(
            Map.of(PARTITION, World.TOPIC_ID),
            ranges -> {
              assertThat(ranges).isEqualTo(Map.of(PARTITION, new LogRange(7, 8)));
              return List.of(letter);
            },
            difference -> found.add(difference.toString()));
    assertThat(check.applied(World.poll(7, EVENT))).containsExactly(EVENT);
    return found;
  }

  @Test
  void whatIsNotAppliedIsNamedWithItsBatchOrElseItsEssay() {
    List<String> concerned =
        Histories.random(1, 200).stream().map(AuditPartsTest::concerned).distinct().toList();
    assertThat(concerned)
        .contains("batch_id: expected batch-1, found null")
        .anyMatch(cell -> cell.startsWith("essay_id: expected e"));
  }

  private static String concerned(CompletionEvent event) {
    List<Difference> found = new ArrayList<>();
    check(DeadLetterState.OPEN, "rejected_by_database", World.TOPIC_ID, found::add)
        .applied(World.poll(7, event));
    return found.getFirst().cells().getLast().toString();
  }

  @Test
  void aLetterOfAMessageThatWasNotAtFaultIsNotAppliedThoughItCannotBeRead() {
    Poll unreadable =
        new Poll(
            List.of(
                new Message.Malformed(
                    World.malformedPoll(7).messages().getFirst().raw(),
                    new DeadLetterReason(DeadLetterReason.UNKNOWN_TOPIC, "no such topic"))),
            World.malformedPoll(7).advances());
    assertThat(kinds(DeadLetterState.OPEN, DeadLetterReason.UNKNOWN_TOPIC, unreadable))
        .containsExactly(Kind.NOT_APPLIED);
  }

  @Test
  void aCellShowsWhatAPersonCanRead() {
    assertThat(shown("x".repeat(1_000))).isEqualTo("x".repeat(1_000));
    assertThat(shown("x".repeat(1_001))).isEqualTo("x".repeat(1_000) + "… (1001 characters)");
    assertThat(shown("x".repeat(999) + "\uD835\uDD31"))
        .isEqualTo("x".repeat(999) + "… (1001 characters)");
  }

  private static String shown(String value) {
    return RowComparison.missing(row("a", value)).cells().getFirst().expected();
  }

  @Test
  void aRowCoversWhatItSaysAndNoMore() {
    Facts some = Facts.fold(Histories.random(1, 10));
    Facts more = Facts.fold(Histories.random(1, 30));
    assertThat(RowComparison.covers(new ModelRow(KEY, Map.of(), more), some)).isTrue();
    assertThat(RowComparison.covers(new ModelRow(KEY, Map.of(), some), more)).isFalse();
    assertThat(RowComparison.covers(new ModelRow(KEY, Map.of(), null), some)).isFalse();
  }

  @Test
  void kindsOfDifferences() {
    assertThat(kind(row("a", "1"), row("a", "2"))).isEqualTo(Kind.WRONG);
    assertThat(kind(row("a", "1"), row("a", null))).isEqualTo(Kind.MISSING_FACT);
    assertThat(kind(row("a", null), row("a", "1"))).isEqualTo(Kind.SURPLUS_FACT);
    assertThat(RowComparison.between(row("a", "1"), row("a", "1"))).isEmpty();
    assertThat(RowComparison.missing(row("a", "1")).cells())
        .containsExactly(new Cell("a", "1", null));
    ModelRow place =
        new ModelRow(
            new RowKey(ModelTable.BATCH_RESULTS, List.of("b")), Map.of("owners", "{}"), null);
    assertThat(RowComparison.surplus(place)).isEmpty();
    assertThat(RowComparison.surplus(row("a", "1"))).isPresent();
  }

  /** Without its beginning the log does not tell a batch's facts; a status follows from them. */
  @Test
  void aWrongStatusIsVerifiableWhateverTheLogHas() {
    Cell user = new Cell("user_id", null, "teacher");
    Cell fine = new Cell("status", null, "as the facts say");
    Cell wrong = new Cell("status", null, "cancelled, but the facts say processing_pipelines");
    assertThat(verifiable(ModelTable.BATCH_RESULTS, user, fine).kind())
        .isEqualTo(Kind.NOT_VERIFIABLE);
    assertThat(verifiable(ModelTable.PHASE_OUTCOMES, user, wrong).kind())
        .isEqualTo(Kind.NOT_VERIFIABLE);
    Difference found = verifiable(ModelTable.BATCH_RESULTS, user, wrong);
    assertThat(found.kind()).isEqualTo(Kind.WRONG);
    assertThat(found.cells()).containsExactly(wrong);
  }

  private static Difference verifiable(ModelTable table, Cell... cells) {
    return RowComparison.verifiable(
        new Difference(new RowKey(table, List.of("b")), Kind.SURPLUS_ROW, List.of(cells)));
  }

  private static Kind kind(ModelRow expected, ModelRow found) {
    return RowComparison.between(expected, found).orElseThrow().kind();
  }

  private static ModelRow row(String column, String value) {
    Map<String, String> columns = new HashMap<>();
    columns.put(column, value);
    return new ModelRow(KEY, columns, null);
  }

  @Test
  void auditsWhatTheDatabaseSaysItHas() {
    LogPartition log = new LogPartition(PARTITION, World.TOPIC_ID, 10, 100);
    assertThat(range(log, World.TOPIC_ID, 60)).isEqualTo(new LogRange(10, 60));
    assertThat(range(log, World.TOPIC_ID, 10)).isNull();
    assertThat(unread(log, World.TOPIC_ID, 60)).isEmpty();
    assertThat(unread(log, World.TOPIC_ID, 10)).isEmpty();
    assertThat(unread(log, World.TOPIC_ID, 5)).first().asString().contains("messages 5 to 9");
    assertThat(unread(log, World.TOPIC_ID, 101)).first().asString().contains("ends at 100");
    assertThat(unread(log, "another", 60)).first().asString().contains("created again");
    assertThat(AuditRanges.unread(List.of(log), List.of())).hasSize(1);
    assertThat(AuditRanges.behind(List.of(log), List.of(position(World.TOPIC_ID, 60))))
        .isEqualTo(40);
    assertThat(AuditRanges.behind(List.of(log), List.of())).isEqualTo(90);
  }

  private static Position position(String topicId, long next) {
    return new Position(PARTITION, topicId, next);
  }

  private static LogRange range(LogPartition log, String topicId, long next) {
    return AuditRanges.projected(List.of(log), List.of(position(topicId, next)), Map.of())
        .get(PARTITION);
  }

  private static List<String> unread(LogPartition log, String topicId, long next) {
    return AuditRanges.unread(List.of(log), List.of(position(topicId, next)));
  }
}
