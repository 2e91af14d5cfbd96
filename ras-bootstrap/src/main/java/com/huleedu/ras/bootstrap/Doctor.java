package com.huleedu.ras.bootstrap;

import com.huleedu.ras.adapter.http.HttpAdapter;
import com.huleedu.ras.adapter.json.JsonAdapter;
import com.huleedu.ras.adapter.kafka.KafkaAdapter;
import com.huleedu.ras.adapter.postgres.PostgresAdapter;
import com.huleedu.ras.adapter.redis.RedisAdapter;
import com.huleedu.ras.application.checkup.CheckResult;
import com.huleedu.ras.application.checkup.Checkup;
import com.huleedu.ras.bootstrap.configuration.RasConfiguration;
import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.domain.port.checkup.Check;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Position;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Looks at everything that the service needs, before it is started or beside it. */
public final class Doctor {
  /** Longer than any of them takes that gives up by itself. */
  private static final Duration EACH = Duration.ofSeconds(30);

  /** K2 before K10; of a group all, wherever they were looked at. */
  private static final Comparator<CheckResult> IN_ORDER =
      Comparator.<CheckResult>comparingInt(result -> result.id().length())
          .thenComparing(CheckResult::id);

  private Doctor() {}

  /**
   * Does the checks, and changes nothing.
   *
   * @param environment of which the configuration was read
   * @param wanted of the ids of checks, those to be done; what they build on is done, too
   * @param deep whether to read the newest messages as well
   */
  public static List<CheckResult> look(
      RasConfiguration configuration,
      Map<String, String> environment,
      Predicate<String> wanted,
      boolean deep) {
    List<Check> checks = checks(configuration, environment);
    if (deep) {
      checks.add(
          Check.after("K5", "D1", "the newest messages", () -> newest(configuration).look()));
    }
    List<CheckResult> all = new Checkup(EACH).run(checks);
    Set<String> premises = premises(checks, wanted);
    return all.stream()
        .filter(result ->
            wanted.test(result.id()) || (result.failed() && premises.contains(result.id())))
        .sorted(IN_ORDER)
        .toList();
  }

  /**
   * What those that are wanted build on: where one of these fails, that is why they say nothing.
   */
  private static Set<String> premises(List<Check> checks, Predicate<String> wanted) {
    Set<String> premises = new HashSet<>();
    for (Check check : checks.reversed()) {
      if (wanted.test(check.id()) || premises.contains(check.id())) {
        premises.addAll(check.premises());
      }
    }
    return premises;
  }

  private static List<Check> checks(
      RasConfiguration configuration, Map<String, String> environment) {
    InstantSource clock = InstantSource.system();
    // PostgreSQL first: what Kafka is asked for is held against it.
    List<Check> checks = new ArrayList<>(PostgresAdapter.checks(configuration.postgres(), clock));
    checks.addAll(
        KafkaAdapter.checks(
            configuration.kafka(), asked -> positions(configuration, asked), clock));
    configuration.redis().ifPresent(where -> checks.addAll(RedisAdapter.checks(where, clock)));
    checks.addAll(HttpAdapter.checks(configuration.http()));
    checks.addAll(LocalChecks.of(configuration, environment, clock));
    return checks;
  }

  private static NewestMessages newest(RasConfiguration configuration) {
    return new NewestMessages(() ->
        KafkaAdapter.log(
            configuration.kafka(),
            JsonAdapter.messageDecoder(configuration.topics(), new SimpleMeterRegistry())));
  }

  private static Map<Partition, Position> positions(
      RasConfiguration configuration, Collection<Partition> asked) {
    try (PostgresAdapter postgres =
        PostgresAdapter.connect(
            configuration.postgres(),
            configuration.topics().pipelineEnds(),
            new SimpleMeterRegistry())) {
      postgres.requireModel();
      return postgres.positions().find(asked);
    } catch (MisconfiguredException none) {
      return Map.of(); // there is no model yet, or it is said where that is looked at
    }
  }
}
