package com.huleedu.ras.chaos;

import com.huleedu.ras.adapter.postgres.PostgresAdapter;
import com.huleedu.ras.domain.batch.Facts;
import java.time.Duration;
import java.util.List;

/** Compares what the service made of the log with what the log says. */
final class Judge {
  /** That all is acknowledged is promised, not when: how long it took is told. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final int BATCHES_ASKED = 200;

  private final Stage stage;
  private final Observer observer;
  private final Verdict verdict = new Verdict();

  Judge(Stage stage, Observer observer) {
    this.stage = stage;
    this.observer = observer;
  }

  Verdict judge(Workload workload, List<Instance> instances) {
    long started = System.nanoTime();
    boolean acknowledged = observer.awaitAcknowledged(PATIENCE);
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    long messages = observer.ends().values().stream().mapToLong(Long::longValue).sum();
    verdict.add(
        "all is acknowledged",
        acknowledged,
        acknowledged
            ? "%,d messages, %.1f s after load and faults were over"
                .formatted(messages, took.toMillis() / 1e3)
            : "committed %s of %s".formatted(observer.committed(), observer.ends()));
    verdict.add(
        "positions are at the end of the log",
        observer.positions().equals(observer.ends()),
        "%d partitions".formatted(observer.positions().size()));
    verdict.same("rows equal the pure fold", rowsOfTheFold(workload.meant()), observer.rows());
    verdict.same("each poison is one dead letter", workload.poison(), observer.deadLetters());
    for (Instance instance : instances) {
      judgeAnswers(instance);
    }
    return verdict;
  }

  /** The rows of a database that got the finished fold, with nothing to merge. */
  private List<String> rowsOfTheFold(List<Facts> meant) {
    String url = stage.createDatabase();
    try (PostgresAdapter postgres = Answers.connect(url)) {
      postgres.migrate();
      for (Facts facts : meant) {
        postgres
            .transactions()
            .inTransaction(() -> {
              postgres.batchRepository().record(facts);
              return true;
            });
      }
    }
    return Observer.rows(url);
  }

  /** Through cache and all. */
  private void judgeAnswers(Instance instance) {
    boolean ready = Waiting.until(PATIENCE, instance::isReady);
    List<String> wrong =
        new Answers(stage.jdbcUrl()).differences(instance, observer.someBatches(BATCHES_ASKED));
    verdict.add(
        instance.name() + " is ready and answers what the rows say",
        ready && wrong.isEmpty(),
        wrong.isEmpty()
            ? (ready ? "" : "not ready, but ") + "%d batches asked twice".formatted(BATCHES_ASKED)
            : wrong.size() + " wrong, as " + wrong.getFirst());
  }
}
