package com.huleedu.ras.testkit.history;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.ProcessingStage;
import com.huleedu.ras.domain.TextId;
import com.huleedu.ras.domain.UploadId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.event.AssessmentResultPublished;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CjAssessmentCompleted;
import com.huleedu.ras.domain.event.CjAssessmentFailed;
import com.huleedu.ras.domain.event.CjFailure;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.CjVerdict;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.EssaySlotAssigned;
import com.huleedu.ras.domain.event.FileRejected;
import com.huleedu.ras.domain.event.Grade;
import com.huleedu.ras.domain.event.NoEffect;
import com.huleedu.ras.domain.event.PhaseOutcome;
import com.huleedu.ras.domain.event.PhaseOutcomeAnnounced;
import com.huleedu.ras.domain.event.PipelineCompleted;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.RejectedFile;
import com.huleedu.ras.domain.event.SaidNothing;
import com.huleedu.ras.domain.event.Slot;
import com.huleedu.ras.domain.event.SpellcheckCompleted;
import com.huleedu.ras.domain.event.SpellcheckResult;
import com.huleedu.ras.domain.event.Stamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes one history. */
final class HistoryGenerator {
  private static final int MAX_ID = 255;

  /** The first is that of all messages of the first generation. */
  private static final List<String> RUNS = List.of("17", "18", "");

  private final Random random;
  private final boolean secondGeneration;
  private final List<UploadId> uploads;
  private final List<UserId> users;
  private final List<BatchId> batches;
  private final List<EssayId> essays;
  private final List<UUID> sharedIds;
  private long digests;

  HistoryGenerator(Random random, String world, boolean secondGeneration) {
    this.random = random;
    this.secondGeneration = secondGeneration;
    this.uploads =
        Samples.UPLOADS.stream().map(id -> new UploadId(within(world, id.value()))).toList();
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
    return secondGeneration && random.nextBoolean() ? ofSecondGeneration() : ofFirstGeneration();
  }

  private CompletionEvent ofSecondGeneration() {
    return switch (random.nextInt(12)) {
      case 0, 1 -> registeredFlat();
      case 2, 3 -> judged();
      case 4, 5 -> graded();
      case 6, 7 -> cjFailed();
      case 8 -> slotAssigned();
      case 9 -> fileRejected();
      case 10 -> oneOf(List.of(saidNothing(), pipelineCompleted()));
      default -> pipelineCompleted();
    };
  }

  private CompletionEvent ofFirstGeneration() {
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
      rankings.put(essay, new CjResult(RUNS.getFirst(), maybe(number()), maybe(score()), null));
    }
    return new CjAssessmentCompleted(stamp(), maybe(uuid()), oneOf(batches), rankings);
  }

  /** Few files are expected, so that all of them are rejected now and then. */
  private BatchRegistered registeredFlat() {
    Registration registration =
        new Registration(
            oneOf(users),
            random.nextInt(3),
            some(essays),
            random.nextInt(4) == 0 ? some(List.of(Phase.values())) : List.of(),
            maybe(oneOf(Samples.ERRORS)),
            maybe(oneOf(Samples.TEXTS)),
            true);
    return new BatchRegistered(stamp(), maybe(uuid()), oneOf(batches), registration);
  }

  /** Now and then with rankings of the same run. */
  private CjAssessmentCompleted judged() {
    String run = oneOf(RUNS);
    Map<EssayId, CjVerdict> verdicts = new LinkedHashMap<>();
    some(essays).forEach(essay -> verdicts.put(essay, new CjVerdict(run, random.nextBoolean())));
    Map<EssayId, CjResult> rankings = new LinkedHashMap<>();
    if (random.nextInt(3) == 0) {
      some(essays)
          .forEach(essay ->
              rankings.put(essay, new CjResult(run, maybe(number()), maybe(score()), null)));
    }
    return new CjAssessmentCompleted(stamp(), maybe(uuid()), oneOf(batches), rankings, verdicts);
  }

  private AssessmentResultPublished graded() {
    String run = oneOf(RUNS);
    Map<EssayId, CjResult> results = new LinkedHashMap<>();
    for (EssayId essay : some(essays)) {
      Grade grade =
          new Grade(
              oneOf(Samples.TEXTS), maybe(score()), maybe(score()), maybe(oneOf(Samples.TEXTS)));
      results.put(essay, new CjResult(run, maybe(number()), maybe(score()), maybe(grade)));
    }
    return new AssessmentResultPublished(
        stamp(), maybe(uuid()), oneOf(batches), maybe(oneOf(Samples.TEXTS)), results);
  }

  private CjAssessmentFailed cjFailed() {
    CjFailure failure = new CjFailure(maybe(oneOf(Samples.ERRORS)));
    return new CjAssessmentFailed(stamp(), maybe(uuid()), oneOf(batches), failure);
  }

  private EssaySlotAssigned slotAssigned() {
    Slot slot = new Slot(oneOf(uploads), maybe(oneOf(Samples.TEXTS)));
    return new EssaySlotAssigned(stamp(), maybe(uuid()), oneOf(batches), oneOf(essays), slot);
  }

  private PipelineCompleted pipelineCompleted() {
    BatchStatus status = oneOf(List.of(BatchStatus.values()));
    if (!status.isFinal() && random.nextInt(4) > 0) {
      status = BatchStatus.COMPLETED_SUCCESSFULLY;
    }
    Set<Phase> phases = Set.copyOf(some(List.of(Phase.values())).stream().limit(2).toList());
    return new PipelineCompleted(stamp(), maybe(uuid()), oneOf(batches), status, phases);
  }

  private FileRejected fileRejected() {
    RejectedFile file =
        new RejectedFile(oneOf(Samples.TEXTS), oneOf(Samples.TEXTS), maybe(oneOf(Samples.TEXTS)));
    return new FileRejected(stamp(), maybe(uuid()), oneOf(batches), oneOf(uploads), file);
  }

  private SaidNothing saidNothing() {
    NoEffect reason = oneOf(List.of(NoEffect.PHASE_NOT_SHOWN, NoEffect.OTHER_METHOD));
    return new SaidNothing(stamp(), maybe(uuid()), oneOf(batches), reason);
  }

  /** The same said again under a new id and time, as producers do. */
  private CompletionEvent announcedAgain(CompletionEvent event) {
    return PublishedMessage.stamped(event, stamp(), maybe(uuid()));
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
