package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.checkup.Check;
import com.huleedu.ras.domain.port.checkup.Finding;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Position;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;

/** What a checkup looks at in Kafka (docs/doctor.md). Each check makes its own client. */
final class KafkaChecks {
  private static final Duration ANSWER = Duration.ofSeconds(8);
  private static final String ADVERTISED = ", where broker ";
  private static final Pattern OF_SECURITY =
      Pattern.compile("\\bTLS\\b|KAFKA_(SSL|SASL|SECURITY)_");

  private final KafkaConfig config;
  private final Supplier<Peers.Look> look;

  private KafkaChecks(KafkaConfig config) {
    this.config = config;
    this.look = once(() -> new Peers(config).look());
  }

  /**
   * @param positions of partitions, as the database has them
   */
  static List<Check> of(
      KafkaConfig config,
      Function<Collection<Partition>, Map<Partition, Position>> positions,
      InstantSource clock) {
    KafkaChecks checks = new KafkaChecks(config);
    BrokerChecks brokers = new BrokerChecks(config, clock);
    TopicChecks topics = new TopicChecks(config);
    GroupChecks group = new GroupChecks(config, positions);
    return List.of(
        Check.first("K1", "the addresses of KAFKA_BOOTSTRAP_SERVERS", checks::bootstrap),
        Check.after("K1", "K2", "what the brokers advertise", checks::advertised),
        Check.after("K2", "K3", "TLS and sign-in", checks::signIn),
        Check.after("K3", "K4", "what the brokers can do", checks.asking(brokers::features)),
        Check.after("K3", "K5", "topics and their partitions", checks.asking(topics::exist)),
        Check.after("K3", "K6", "rights", checks.asking(brokers::rights)),
        Check.after("K3", "K7", "how long topics keep messages", checks.asking(topics::keep)),
        Check.after("K3", "K8", "times of messages", checks.asking(brokers::times)),
        Check.after("K3", "K9", "members of the group", checks.asking(group::members)),
        new Check(
            "K10",
            "positions, beside the log",
            List.of("K3", "P3"),
            checks.asking(group::positions)));
  }

  /** Found by the first that asks; the others wait for it. */
  private static <T> Supplier<T> once(Supplier<T> work) {
    return new Supplier<>() {
      private volatile List<T> found = List.of();

      @Override
      public synchronized T get() {
        if (found.isEmpty()) {
          found = List.of(work.get());
        }
        return found.getFirst();
      }
    };
  }

  private List<Finding> bootstrap() {
    Peers.Look found = look.get();
    List<String> problems =
        found.problems().stream().filter(problem -> !problem.contains(ADVERTISED)).toList();
    if (problems.isEmpty()) {
      return List.of(Finding.ok("%s answers".formatted(config.bootstrapServers())));
    }
    boolean others = found.verdict() == Peers.Verdict.USABLE;
    return problems.stream()
        .map(problem ->
            others
                ? Finding.warn(problem, "the other addresses do; correct or remove this one")
                : Finding.fail(problem, advice(problem)))
        .toList();
  }

  /** Where somebody answered, and TLS or the sign-in failed, the address is right. */
  private static String advice(String problem) {
    return OF_SECURITY.matcher(problem).find()
        ? "correct what it names (docs/security.md)"
        : "correct KAFKA_BOOTSTRAP_SERVERS, its DNS, or the firewall between";
  }

  private List<Finding> advertised() {
    Peers.Look found = look.get();
    List<String> problems =
        found.problems().stream().filter(problem -> problem.contains(ADVERTISED)).toList();
    if (problems.isEmpty()) {
      return List.of(Finding.ok("each broker is where it sends its clients to"));
    }
    String advice =
        "set advertised.listeners of that broker to an address that leads to it from here";
    boolean others = found.verdict() == Peers.Verdict.USABLE;
    return problems.stream()
        .map(problem -> others ? Finding.warn(problem, advice) : Finding.fail(problem, advice))
        .toList();
  }

  /** A broker that does not take our TLS is found by the first question already. */
  private List<Finding> signIn() {
    Consumers.check(config);
    SignIn.check(look.get().usable());
    String protocol = config.security().protocol();
    return List.of(
        config.security().tls().isPresent()
            ? Finding.ok(protocol + " is spoken")
            : Finding.note(
                protocol + ": what is sent to Kafka can be read on its way",
                "KAFKA_SECURITY_PROTOCOL=SSL or SASL_SSL, unless the network is yours"));
  }

  /** With a client, whose failures are put in our words. */
  private Supplier<List<Finding>> asking(Function<Admin, List<Finding>> question) {
    return () -> {
      try (Admin admin = Consumers.admin(look.get().usable())) {
        List<Finding> findings = question.apply(admin);
        admin.close(Duration.ofSeconds(1));
        return findings;
      }
    };
  }

  /**
   * @throws UnavailableException in one line
   */
  static <T> T answer(KafkaFuture<T> future, KafkaConfig config) {
    try {
      return future.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException refused) {
      throw new UnavailableException(
          "Kafka",
          Failures.reason(
              Objects.requireNonNullElse(refused.getCause(), refused), config.security()),
          refused);
    } catch (TimeoutException late) {
      throw new UnavailableException(
          "Kafka", "no answer within %s s".formatted(ANSWER.toSeconds()), late);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("Kafka", "interrupted", stop);
    }
  }

  static boolean isCausedBy(Throwable failure, Class<? extends Throwable> kind) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  /** Those of one kind in one line. */
  static String joined(Collection<?> names) {
    return names.stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
  }
}
