package com.huleedu.ras.testkit.history;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.ProcessingStage;
import com.huleedu.ras.domain.TextId;
import com.huleedu.ras.domain.UserId;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes one history. */
final class HistoryGenerator {
  private static final int MAX_ID = 255;

  private final Random random;
  private final List<UserId> users;
  private final List<BatchId> batches;
  private final List<EssayId> essays;
  private final List<UUID> sharedIds;
  private long digests;

  HistoryGenerator(Random random, String world) {
    this.random = random;
    this.users =
        Samples.USERS.stream().map(user -> new UserId(within(world, user.value()))).toList();
    this.batches =
        Samples.BATCHES.stream().map(batch -> new BatchId(within(world, batch.value()))).toList();
    this.essays =
        Samples.ESSAYS.stream().map(essay -> new EssayId(within(world, essay.value()))).toList();
    this.sharedIds = Stream.generate(this::uuid).limit(3).toList();
    this.digests = random.nextLong();
  }

  /** The id in a world; of one that is as long as an id can be, the end makes room. */
  private static String within(String world, String id) {
    int room = MAX_ID - world.length();
    int fits = Math.min(room, id.codePointCount(0, id.length()));
    return id.substring(0, id.offsetByCodePoints(0, fits)) + world;
  }

  List<CompletionEvent> generate(int size) {
    List<CompletionEvent> events = new ArrayList<>();
    while (events.size() < size) {
      boolean again = !events.isEmpty() && random.nextInt(8) == 0;
      events.add(again ? announcedAgain(oneOf(events)) : event());
    }
    return List.copyOf(events);
  }

  private CompletionEvent event() {
    return switch (random.nextInt(8)) {
      case 0, 1 -> registered();
      case 2, 3 -> outcome();
      case 4 -> ranked();
      default -> spellchecked();
    };
  }

  private BatchRegistered registered() {
    Registration registration =
        new Registration(oneOf(users), number(), some(essays), some(List.of(Phase.values())));
    return new BatchRegistered(stamp(), maybe(uuid()), oneOf(batches), registration);
  }

  private PhaseOutcomeAnnounced outcome() {
    BatchStatus status = oneOf(List.of(BatchStatus.values()));
    if (!status.isFinal() && random.nextBoolean()) {
      status = BatchStatus.COMPLETED_SUCCESSFULLY;
    }
    PhaseOutcome outcome = new PhaseOutcome(status, some(essays), some(essays));
    return new PhaseOutcomeAnnounced(
        stamp(), maybe(uuid()), oneOf(batches), oneOf(List.of(Phase.values())), outcome);
  }

  private SpellcheckCompleted spellchecked() {
    boolean failed = random.nextInt(3) == 0;
    SpellcheckResult result =
        new SpellcheckResult(
            failed ? ProcessingStage.FAILED : ProcessingStage.COMPLETED,
            maybe(number()),
            maybe(new TextId(oneOf(Samples.TEXTS))),
            new TextId(oneOf(Samples.TEXTS)),
            failed ? maybe(oneOf(Samples.ERRORS)) : null);
    return new SpellcheckCompleted(
        stamp(), maybe(uuid()), oneOf(essays), maybe(oneOf(batches)), result);
  }

  private CjAssessmentCompleted ranked() {
    Map<EssayId, CjResult> rankings = new LinkedHashMap<>();
    for (EssayId essay : some(essays)) {
      rankings.put(essay, new CjResult(maybe(number()), maybe(score())));
    }
    return new CjAssessmentCompleted(stamp(), maybe(uuid()), oneOf(batches), rankings);
  }

  /** The same said again under a new id and time, as producers do. */
  private CompletionEvent announcedAgain(CompletionEvent event) {
    UUID cause = maybe(uuid());
    return switch (event) {
      case BatchRegistered e -> new BatchRegistered(stamp(), cause, e.batch(), e.registration());
      case PhaseOutcomeAnnounced e ->
          new PhaseOutcomeAnnounced(stamp(), cause, e.batch(), e.phase(), e.outcome());
      case SpellcheckCompleted e ->
          new SpellcheckCompleted(stamp(), cause, e.essay(), e.batch(), e.result());
      case CjAssessmentCompleted e ->
          new CjAssessmentCompleted(stamp(), cause, e.batch(), e.rankings());
    };
  }

  /** Time and id may tie; the digest never does, as two different messages have different ones. */
  private Stamp stamp() {
    UUID id = random.nextInt(3) == 0 ? oneOf(sharedIds) : uuid();
    return new Stamp(oneOf(Samples.TIMES), id, ++digests * 0x9E3779B97F4A7C15L);
  }

  private UUID uuid() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  private long number() {
    return switch (random.nextInt(10)) {
      case 0 -> 0;
      case 1 -> Long.MAX_VALUE;
      default -> random.nextInt(1, 40);
    };
  }

  private double score() {
    return switch (random.nextInt(8)) {
      case 0 -> -0.0;
      case 1 -> Double.MIN_VALUE;
      case 2 -> -Double.MAX_VALUE;
      default -> random.nextGaussian();
    };
  }

  private <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** Up to six, in any order, with repetitions. */
  private <T> List<T> some(List<T> choices) {
    return Stream.generate(() -> oneOf(choices)).limit(random.nextInt(7)).toList();
  }

  private <T> @Nullable T maybe(T value) {
    return random.nextInt(4) == 0 ? null : value;
  }
}
