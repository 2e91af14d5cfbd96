package com.huleedu.ras.testkit.history;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.Batch;
import com.huleedu.ras.domain.batch.BatchFacts;
import com.huleedu.ras.domain.batch.EssayFacts;
import com.huleedu.ras.domain.batch.EssayResult;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.batch.PipelineEnds;
import com.huleedu.ras.domain.batch.PipelineFacts;
import com.huleedu.ras.domain.port.query.BatchPage;
import com.huleedu.ras.domain.port.query.EssayPage;
import com.huleedu.ras.domain.port.query.EssaysQuery;
import com.huleedu.ras.domain.port.query.Touched;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Answers from facts, worked out the plain way: what every repository has to answer. */
public final class Picture {
  private static final Comparator<Batch> NEWEST_FIRST =
      Comparator.comparing(Batch::createdAt).reversed().thenComparing(Batch::batch);

  private final Facts facts;
  private final PipelineEnds pipelineEnds;

  private Picture(Facts facts, PipelineEnds pipelineEnds) {
    this.facts = facts;
    this.pipelineEnds = pipelineEnds;
  }

  /** Where the ends of runs are read. */
  public static Picture of(Facts facts) {
    return of(facts, PipelineEnds.READ);
  }

  public static Picture of(Facts facts, PipelineEnds pipelineEnds) {
    return new Picture(facts, pipelineEnds);
  }

  /** Every visible batch. */
  public List<Batch> batches() {
    return facts.batches().values().stream().map(this::derive).toList();
  }

  public Optional<Batch> find(BatchId batch) {
    return Optional.ofNullable(facts.batches().get(batch)).map(this::derive);
  }

  public BatchPage findByUser(UserBatchesQuery query) {
    List<Batch> matches =
        batches().stream()
            .filter(batch -> batch.owner().equals(query.user()))
            .filter(batch -> query.filter().matches(batch.status()))
            .sorted(NEWEST_FIRST)
            .toList();
    return new BatchPage(
        matches.stream().skip(query.offset()).limit(query.limit()).toList(), matches.size());
  }

  public Optional<EssayPage> findEssays(EssaysQuery query) {
    return find(query.batch()).map(batch -> page(batch.essays(), query));
  }

  private static EssayPage page(List<EssayResult> essays, EssaysQuery query) {
    EssayId after = query.after();
    List<EssayResult> later =
        essays.stream()
            .filter(essay -> after == null || essay.essay().compareTo(after) > 0)
            .sorted(Comparator.comparing(EssayResult::essay))
            .toList();
    boolean more = later.size() > query.limit();
    List<EssayResult> page = more ? later.subList(0, query.limit()) : later;
    return new EssayPage(page, more ? page.getLast().essay() : null);
  }

  public Touched touchedBy(Facts recorded) {
    Set<BatchId> batches = new TreeSet<>(recorded.batches().keySet());
    batches.addAll(recorded.pipelines().keySet());
    recorded.rejectedFiles().keySet().forEach(key -> batches.add(key.batch()));
    recorded.outcomes().keySet().forEach(key -> batches.add(key.batch()));
    for (EssayFacts essay : recorded.essays().values()) {
      batches.addAll(essay.claimants());
      Optional.ofNullable(facts.essays().get(essay.essay()))
          .ifPresent(known -> batches.addAll(known.claimants()));
    }
    Set<UserId> users = new TreeSet<>();
    for (BatchId batch : batches) {
      Optional.ofNullable(facts.batches().get(batch))
          .ifPresent(known -> users.addAll(known.owners()));
    }
    return new Touched(batches, users);
  }

  private Batch derive(BatchFacts batch) {
    BatchId id = batch.batch();
    return Batch.derive(
        batch,
        facts.pipelines().getOrDefault(id, PipelineFacts.none(id)),
        facts.outcomes().values().stream().filter(it -> it.batch().equals(id)).toList(),
        facts.rejectedFiles().values().stream().filter(it -> it.batch().equals(id)).toList(),
        facts.essays().values().stream()
            .filter(essay -> essay.membership() != null && essay.membership().batch().equals(id))
            .toList(),
        pipelineEnds);
  }
}
