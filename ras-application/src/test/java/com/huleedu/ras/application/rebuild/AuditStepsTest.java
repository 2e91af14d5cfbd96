package com.huleedu.ras.application.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.huleedu.ras.application.World;
import com.huleedu.ras.domain.port.deadletter.DeadLetterState;
import com.huleedu.ras.domain.port.rebuild.AuditResult;
import com.huleedu.ras.domain.port.rebuild.Difference;
import com.huleedu.ras.domain.port.rebuild.Difference.Kind;
import com.huleedu.ras.domain.port.rebuild.KnownDeadLetter;
import com.huleedu.ras.domain.port.rebuild.RowKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a person sees of an audit, and what it does where rows, log and positions don't agree. */
class AuditStepsTest {
  private static final long PLENTY = 1L << 40;
  private static final String SECOND = ", a second look at what differs";

  private final AuditedModel model = new AuditedModel(3);
  private final WatchedProgress progress = new WatchedProgress();
  private final List<Difference> found = new ArrayList<>();

  private AuditResult audit(int slices, long memory) {
    return new AuditService(model, model, memory).audit(slices, found::add, progress);
  }

  @Test
  void saysHowFarItIs() {
    model.perLook = 0;
    AuditResult result = audit(2, PLENTY);

    assertThat(found).isEmpty();
    assertThat(result.messages()).isEqualTo(200);
    assertThat(result.rows()).isEqualTo(model.size());
    assertThat(result.behind()).isZero();
    assertThat(result.unread()).isEmpty();
    assertThat(result.cut()).isEmpty();
    assertThat(progress.shown)
        .hasSize(4)
        .startsWith("reading the log (1 of 2) 200: 200")
        .contains("reading the log (2 of 2) 200: 200");
    assertThat(rowsSeen()).isEqualTo(2L * model.size());
  }

  private long rowsSeen() {
    return progress.shown.stream()
        .filter(step -> step.startsWith("comparing rows"))
        .mapToLong(step -> Long.parseLong(step.substring(step.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Test
  void takesAsManySlicesAsMemoryDemands() {
    model.perLook = 0;
    // 200 messages, of which each may need 3,000 bytes.
    audit(0, 200_000);
    assertThat(progress.shown).contains("reading the log (3 of 3) 200: 200");
    progress.shown.clear();
    audit(0, PLENTY);
    assertThat(progress.shown).startsWith("reading the log 200: 200").hasSize(2);
  }

  @Test
  void readsOnUntilItHasAlmostCaughtUp() {
    assertThat(roundsWhileTheLogGrowsBy(4_999)).isEqualTo(2);
    // A service that is faster than the audit: once it has to come to the rows.
    assertThat(roundsWhileTheLogGrowsBy(5_000)).isEqualTo(10);
  }

  private int roundsWhileTheLogGrowsBy(int messages) {
    AuditedModel growing = new AuditedModel(3);
    growing.perLook = messages;
    WatchedProgress rounds = new WatchedProgress();
    growing.whenLookedAt =
        () -> {
          if (rounds.steps.size() > 8) {
            growing.perLook = 0;
            growing.project(messages);
          }
        };
    new AuditPass(growing, growing, _ -> true, (_, _) -> true, rounds, found::add).run("");
    assertThat(found).isEmpty();
    return rounds.steps.size() - 1;
  }

  @Test
  void looksAgainAtWhatDiffersOnceAllIsProjected() {
    model.perLook = 0;
    model.end = 300;
    progress.atPause = () -> model.project(50);
    RowKey gone = model.lose();
    audit(1, PLENTY);

    assertThat(found).extracting(Difference::key).containsExactly(gone);
    assertThat(progress.shown)
        .containsExactly(
            "reading the log 200: 200",
            "comparing rows 0: " + sizeBefore(),
            "waiting until all of it is projected 0: 0",
            "reading the log" + SECOND + " 300: 300",
            "comparing rows" + SECOND + " 0: " + model.size());
    assertThat(progress.pauses).isEqualTo(2);
  }

  private int sizeBefore() {
    AuditedModel before = new AuditedModel(3);
    before.lose();
    return before.size();
  }

  @Test
  void waitsNoLongerForWhoDoesNotMove() {
    model.perLook = 0;
    model.end = 300;
    model.lose();
    assertThat(audit(1, PLENTY).behind()).isEqualTo(100);
    assertThat(progress.pauses).isEqualTo(10);
    assertThat(found).hasSize(1);
  }

  @Test
  void waitsForWhoMovesHoweverLong() {
    model.perLook = 0;
    model.end = 300;
    model.lose();
    int[] since = {0};
    // Nine pauses go by until something moves on, time and again.
    progress.atPause = () -> model.project(++since[0] % 9 == 0 ? 25 : 0);
    assertThat(audit(1, PLENTY).behind()).isZero();
    assertThat(progress.pauses).isEqualTo(36);
  }

  @Test
  void whatIsAheadOfItsPositionDiffersOnceAtFirstSightAndNotAtAllInTheEnd() {
    AuditedModel ahead = new AuditedModel(3, 5);
    ahead.perLook = 0;
    ahead.add(ahead.events(5, 60));
    ahead.end = 60;
    // The positions follow while the rows are looked at.
    ahead.whenLookedAt = () -> ahead.forward(5);
    List<Difference> suspects = new ArrayList<>();
    new AuditPass(ahead, ahead, _ -> true, (_, _) -> true, progress, suspects::add).run("");
    assertThat(suspects).extracting(Difference::kind).contains(Kind.SURPLUS_ROW);
    assertThat(suspects).extracting(Difference::key).doesNotHaveDuplicates();

    new AuditService(ahead, ahead, PLENTY).audit(1, found::add, progress);
    assertThat(found).isEmpty();
  }

  @Test
  void namesARowThatSaysSomethingElse() {
    RowKey wrong = model.swapFacts();
    audit(1, PLENTY);
    assertThat(found)
        .extracting(Difference::key, Difference::kind)
        .containsExactly(tuple(wrong, Kind.WRONG));
  }

  @Test
  void ofACutLogItOnlySaysWhatTheRestOfItSays() {
    model.perLook = 0;
    model.beginning = 100;
    AuditResult result = audit(1, PLENTY);

    assertThat(result.cut()).hasSize(1);
    assertThat(result.messages()).isEqualTo(100);
    assertThat(found).isNotEmpty();
    assertThat(found).extracting(Difference::kind).containsOnly(Kind.NOT_VERIFIABLE);
    assertThat(result.count()).isZero();

    found.clear();
    RowKey wrong = model.swapFacts();
    audit(1, PLENTY);
    assertThat(found)
        .filteredOn(difference -> difference.kind() != Kind.NOT_VERIFIABLE)
        .extracting(Difference::key)
        .containsExactly(wrong);
  }

  @Test
  void aMissingLetterIsNamedOnceWhateverTheSlices() {
    model.malformed.add(7L);
    audit(4, PLENTY);
    assertThat(found)
        .filteredOn(difference -> difference.key().toString().startsWith("dead_letters"))
        .extracting(difference -> difference.kind() + " " + difference.key())
        .containsExactly("MISSING_ROW dead_letters topic 0 7");
  }

  @Test
  void whatALetterHoldsBackIsNotDemandedAndNamed() {
    model.perLook = 0;
    model.malformed.add(7L);
    model.letters.add(
        new KnownDeadLetter(
            World.PARTITION, World.TOPIC_ID, 7, Instant.EPOCH, "not_json", DeadLetterState.OPEN));
    audit(1, PLENTY);
    assertThat(found)
        .extracting(difference -> difference.key().table().toString())
        .doesNotContain("dead_letters");
  }

  @Test
  void endsWhenItIsToldTo() {
    model.perLook = 0;
    progress.goOn = () -> model.messages < 20;
    AuditResult result = audit(3, PLENTY);
    assertThat(result.finished()).isFalse();
    assertThat(model.messages).isEqualTo(20);
    assertThat(progress.shown)
        .containsExactly("reading the log (1 of 3) 200: 20", "comparing rows (1 of 3) 0: 0");
  }

  @Test
  void endsBetweenTheTwoLooks() {
    model.perLook = 0;
    model.lose();
    progress.goOn = () -> rowsSeen() < model.size();
    assertThat(audit(1, PLENTY).finished()).isFalse();
    assertThat(found).isEmpty();
    assertThat(progress.shown).hasSize(2);
  }
}
