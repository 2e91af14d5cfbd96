package com.huleedu.ras.bootstrap;

import com.huleedu.ras.adapter.kafka.KafkaAdapter;
import com.huleedu.ras.application.projection.ProjectionService;
import com.huleedu.ras.domain.port.Health;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Judges the service by what its parts report of themselves.
 *
 * <pre>
 * starting → serving → stopping
 * </pre>
 */
final class ServiceHealth implements Health {
  private static final String SERVICE = "service";
  private static final String CONSUMER = "consumer";
  private static final String POSTGRESQL = "postgresql";
  private static final String KAFKA = "kafka";
  private static final String REDIS = "redis";
  private static final String PROGRESS = "progress";
  private static final String STARTED = "started";
  private static final String PORTS = "ports";

  private final CheckLog checks;
  private volatile @Nullable KafkaAdapter kafka;
  private volatile @Nullable DatabaseWatch database;
  private volatile @Nullable ProjectionService projection;
  private volatile Supplier<List<String>> endedPorts = List::of;
  private volatile Optional<BooleanSupplier> redis = Optional.empty();
  private volatile boolean answersFromCache;
  private volatile String starting = "waiting for PostgreSQL";
  private volatile boolean awaitsDatabase;
  private volatile boolean open;
  private volatile boolean stopping;

  ServiceHealth(InstantSource clock) {
    this.checks = new CheckLog(clock);
  }

  /** Still starting, and why that takes long. */
  void starting(String waitsFor) {
    awaitsDatabase = true;
    starting = waitsFor;
  }

  /**
   * There is a Redis.
   *
   * @param connected whether it answers; costs nothing
   * @param answers whether it may answer in place of the database
   */
  void redis(BooleanSupplier connected, boolean answers) {
    redis = Optional.of(connected);
    answersFromCache = answers;
  }

  /**
   * The ports are listened on.
   *
   * @param ended says of each on which nobody listens any more that it is so
   */
  void listening(Supplier<List<String>> ended) {
    endedPorts = ended;
  }

  /** The schema is up to date, and requests are listened to. */
  void open() {
    awaitsDatabase = false;
    open = true;
  }

  void serving(KafkaAdapter consumer, DatabaseWatch watch, ProjectionService projecting) {
    projection = projecting;
    database = watch;
    kafka = consumer;
  }

  void stopping() {
    stopping = true;
  }

  /** {@code ras.ready} and {@code ras.server.up}, as of whenever they are asked for. */
  void measure(MeterRegistry registry) {
    ready(registry, "answering", this::answering);
    ready(registry, "projecting", this::ready);
    up(registry, POSTGRESQL, this::databaseIsUp);
    up(registry, KAFKA, () -> isUp(kafka, KafkaAdapter::isConnected));
  }

  /** Where there is one. */
  void measureRedis(MeterRegistry registry) {
    up(registry, REDIS, () -> redis.map(up -> up.getAsBoolean() ? 1.0 : 0.0).orElse(Double.NaN));
  }

  private static void ready(MeterRegistry registry, String of, Supplier<Verdict> verdict) {
    Gauge.builder("ras.ready", () -> verdict.get().ok() ? 1 : 0)
        .description("1 while requests can be answered, and while messages are projected")
        .tag("of", of)
        .register(registry);
  }

  private static void up(MeterRegistry registry, String server, Supplier<Number> up) {
    Gauge.builder("ras.server.up", up)
        .description("1 while a server answers this instance")
        .tag("server", server)
        .register(registry);
  }

  private double databaseIsUp() {
    return awaitsDatabase ? 0 : isUp(database, watch -> watch.trouble().isEmpty());
  }

  private static <T> double isUp(@Nullable T part, Predicate<T> up) {
    return part == null ? Double.NaN : up.test(part) ? 1 : 0;
  }

  /** Looks at everything, so that it is known since when it is so. */
  void look() {
    alive();
    started();
    ready();
    answering();
  }

  @Override
  public Verdict alive() {
    KafkaAdapter consumer = kafka;
    List<String> ended =
        consumer == null || consumer.isAlive()
            ? List.of()
            : List.of("the Kafka consumer has ended; only a restart helps");
    List<Check> all = List.of(checks.note(CONSUMER, ended), checks.note(PORTS, endedPorts.get()));
    return new Verdict(
        all.stream().flatMap(check -> check.reasons().stream()).toList(), List.of(), all);
  }

  @Override
  public Verdict started() {
    List<String> reasons = open ? List.of() : startingReasons();
    return new Verdict(reasons, List.of(), List.of(checks.note(STARTED, reasons)));
  }

  @Override
  public Verdict ready() {
    KafkaAdapter consumer = kafka;
    DatabaseWatch watch = database;
    ProjectionService projecting = projection;
    if (consumer == null || watch == null || projecting == null) {
      return isStarting();
    }
    List<Check> all =
        List.of(
            checks.note(SERVICE, stoppingReasons()),
            checks.note(POSTGRESQL, watch.trouble().stream().toList()),
            checks.note(KAFKA, consumer.problems()),
            checks.note(PROGRESS, stall(consumer, projecting)));
    // Of one failure several parts may tell.
    return new Verdict(
        all.stream().flatMap(check -> check.reasons().stream()).distinct().toList(),
        consumer.notes(),
        all);
  }

  private Verdict isStarting() {
    List<String> reasons = startingReasons();
    return new Verdict(reasons, List.of(), List.of(checks.note(SERVICE, reasons)));
  }

  private List<String> startingReasons() {
    return List.of("starting: " + starting);
  }

  private List<String> stoppingReasons() {
    return stopping ? List.of("stopping") : List.of();
  }

  private static List<String> stall(KafkaAdapter consumer, ProjectionService projecting) {
    // Projecting waits for what can't be invalidated, whatever Redis answers; answering need not.
    return projecting.waitsForCache()
        ? List.of()
        : consumer
            .stall()
            .map(stall -> stall + projecting.trouble().map(why -> ": " + why).orElse(""))
            .stream()
            .toList();
  }

  @Override
  public Verdict answering() {
    DatabaseWatch watch = database;
    if (!open || watch == null) {
      return isStarting();
    }
    Check service = checks.note(SERVICE, stoppingReasons());
    Check postgresql = checks.note(POSTGRESQL, watch.trouble().stream().toList());
    List<Check> all = new ArrayList<>(List.of(service, postgresql));
    boolean fromCache = false;
    Optional<BooleanSupplier> cache = redis;
    if (cache.isPresent()) {
      boolean connected = cache.get().getAsBoolean();
      fromCache = connected && answersFromCache;
      all.add(checks.note(REDIS, connected ? List.of() : List.of("Redis does not answer")));
    }
    List<String> reasons = new ArrayList<>(service.reasons());
    if (!fromCache) {
      reasons.addAll(postgresql.reasons());
    }
    return new Verdict(reasons, List.of(), all);
  }
}
