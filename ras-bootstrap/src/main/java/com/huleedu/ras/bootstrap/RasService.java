package com.huleedu.ras.bootstrap;

import com.huleedu.ras.adapter.http.HttpAdapter;
import com.huleedu.ras.adapter.http.UseCases;
import com.huleedu.ras.adapter.json.JsonAdapter;
import com.huleedu.ras.adapter.kafka.KafkaAdapter;
import com.huleedu.ras.adapter.postgres.PostgresAdapter;
import com.huleedu.ras.application.Backoff;
import com.huleedu.ras.application.Cache;
import com.huleedu.ras.application.Clocks;
import com.huleedu.ras.application.Store;
import com.huleedu.ras.application.deadletter.DeadLetterRetention;
import com.huleedu.ras.application.deadletter.DeadLetterService;
import com.huleedu.ras.application.projection.ProjectionService;
import com.huleedu.ras.application.query.Admission;
import com.huleedu.ras.application.query.BatchQueryService;
import com.huleedu.ras.bootstrap.configuration.RasConfiguration;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.Health;
import com.huleedu.ras.domain.port.projection.MessageDecoder;
import com.huleedu.ras.domain.port.query.BodyWriter;
import com.huleedu.ras.telemetry.Telemetry;
import com.huleedu.ras.tls.TlsWatch;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service in one object: what {@code main} runs, and what another JVM program may embed.
 *
 * <p>Starts from the outside in: the HTTP port first, so that a taken port is known at once and
 * health can answer while the database is awaited; the consumer last.
 */
public final class RasService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RasService.class);
  private static final InstantSource CLOCK = InstantSource.system();
  private static final Backoff RETRY = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

  private final HttpAdapter http;
  private final ServiceHealth health;
  private final Parts parts;

  private RasService(HttpAdapter http, ServiceHealth health, Parts parts) {
    this.http = http;
    this.health = health;
    this.parts = parts;
  }

  /**
   * Starts the service and returns when it consumes and answers; waits for PostgreSQL for as long
   * as that takes, and for Kafka and Redis not at all.
   *
   * @throws com.huleedu.ras.domain.MisconfiguredException if waiting would not help: a port is
   *     taken, a password is wrong
   */
  public static RasService start(RasConfiguration configuration) {
    return start(configuration, _ -> {});
  }

  /**
   * The same, for who may have to stop the service while it is still starting.
   *
   * @param stopper is handed what stops it, before anything is started
   */
  public static RasService start(RasConfiguration configuration, Consumer<Runnable> stopper) {
    KafkaAdapter.preload();
    Parts parts = new Parts();
    stopper.accept(parts::close);
    boolean started = false;
    try {
      RasService service = wire(configuration, parts);
      started = true;
      return service;
    } finally {
      if (!started) {
        parts.close(); // whatever it was, as memory that ran out
      }
    }
  }

  /** The whole service, part by part. */
  private static RasService wire(RasConfiguration configuration, Parts parts) {
    Telemetry telemetry = parts.back(Telemetry.open(configuration.telemetry()));
    PrometheusMeterRegistry registry = Exemplars.registry(telemetry);
    ServiceHealth health = parts.health();
    ServiceMeters.bind(registry, configuration.http().version(), health);
    HttpAdapter http = parts.front(ports(configuration, health, registry, telemetry));
    health.listening(http::endedPorts);
    parts.back(TlsWatch.start(configuration.tls(), registry));
    PostgresAdapter postgres = connected(configuration, parts, registry, telemetry);
    BodyWriter writer = JsonAdapter.bodyWriter(configuration.internalStatusNames());
    Cache cache = Caching.of(configuration, writer, parts, registry, telemetry);

    Store store = store(postgres);
    MessageDecoder decoder = JsonAdapter.messageDecoder(configuration.topics(), registry);
    http.open(
        new UseCases(
            new BatchQueryService(
                postgres.batchRepository(),
                cache.bodies(),
                writer,
                Admission.of(configuration.postgres().poolSize())),
            deadLetters(postgres, store, cache, decoder, registry),
            JsonAdapter.deadLetterWriter()));
    health.open();
    ProjectionService projection = projection(configuration, store, cache, registry);
    KafkaAdapter kafka =
        parts.front(
            KafkaAdapter.start(
                configuration.kafka(), decoder, telemetry.polls(projection), registry, CLOCK));
    removeOldDeadLetters(configuration, parts, postgres, kafka, registry);
    health.serving(
        kafka,
        parts.back(DatabaseWatch.start(looks(postgres, registry), health::look)),
        projection);
    return new RasService(http, health, parts);
  }

  private static HttpAdapter ports(
      RasConfiguration configuration,
      ServiceHealth health,
      PrometheusMeterRegistry registry,
      Telemetry telemetry) {
    return HttpAdapter.start(
        configuration.http(), health, registry, registry::scrape, telemetry.tracing(), CLOCK);
  }

  private static ProjectionService projection(
      RasConfiguration configuration, Store store, Cache cache, PrometheusMeterRegistry registry) {
    ProjectionService projection = new ProjectionService(store, cache, RETRY, CLOCK, registry);
    projection.countInvalid(configuration.kafka().topics(), JsonAdapter.malformedTypes());
    projection.countWithoutEffect(configuration.topics().withoutEffect());
    return projection;
  }

  private static Runnable looks(PostgresAdapter postgres, PrometheusMeterRegistry registry) {
    OpenDeadLetters letters = new OpenDeadLetters(postgres.deadLetterArchive(), CLOCK, registry);
    UpkeepMeters upkeep = new UpkeepMeters(postgres.upkeepRuns(), registry);
    return () -> {
      letters.look();
      upkeep.look();
    };
  }

  private static DeadLetterService deadLetters(
      PostgresAdapter postgres,
      Store store,
      Cache cache,
      MessageDecoder decoder,
      PrometheusMeterRegistry registry) {
    return new DeadLetterService(
        store,
        postgres.deadLetterArchive(),
        decoder,
        cache,
        new Clocks(CLOCK, System::nanoTime),
        registry);
  }

  private static void removeOldDeadLetters(
      RasConfiguration configuration,
      Parts parts,
      PostgresAdapter postgres,
      KafkaAdapter kafka,
      PrometheusMeterRegistry registry) {
    configuration
        .deadLetterRetention()
        .map(age ->
            new DeadLetterRetention(
                postgres.settledDeadLetters(), kafka.beginnings(), age, CLOCK, registry))
        .ifPresent(retention -> parts.back(OldDeadLetters.start(retention::removeOld)));
  }

  /** PostgreSQL, waited for, with the newest schema. */
  private static PostgresAdapter connected(
      RasConfiguration configuration,
      Parts parts,
      PrometheusMeterRegistry registry,
      Telemetry telemetry) {
    PostgresAdapter postgres =
        parts.back(
            awaited(parts, "reach PostgreSQL", () -> connect(configuration, registry, telemetry)));
    awaited(parts, "migrate the database", () -> migrated(postgres));
    LOG.info(
        "The model lies in the schema {} of {}",
        postgres.schema(),
        configuration.postgres().where());
    return postgres;
  }

  private static PostgresAdapter connect(
      RasConfiguration configuration, PrometheusMeterRegistry registry, Telemetry telemetry) {
    return PostgresAdapter.connect(
        configuration.postgres(),
        configuration.topics().pipelineEnds(),
        registry,
        telemetry.tracing());
  }

  /** Waited for, while readiness says why. */
  private static <T> T awaited(Parts parts, String what, Supplier<T> work) {
    return RETRY.callWhile(
        parts::areOpen,
        what,
        () -> {
          try {
            return work.get();
          } catch (UnavailableException away) {
            parts.health().starting(String.valueOf(away.getMessage()));
            throw away;
          }
        });
  }

  static Store store(PostgresAdapter postgres) {
    return new Store(
        postgres.transactions(),
        postgres.batchRepository(),
        postgres.deadLetters(),
        postgres.positions());
  }

  private static boolean migrated(PostgresAdapter postgres) {
    postgres.migrate();
    List<String> older = postgres.firstGeneration();
    if (!older.isEmpty()) {
      LOG.warn(
          "Processes of the first generation are connected to PostgreSQL, from {}: what they write"
              + " is refused, so that they pause and lose nothing; stop them",
          String.join(", ", older));
    }
    return true;
  }

  /**
   * Brings the database schema up to date, and nothing else.
   *
   * @throws com.huleedu.ras.domain.RasException if the database can't be reached or refuses
   */
  public static void migrate(RasConfiguration configuration) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (PostgresAdapter postgres = connect(configuration, registry, Telemetry.OFF)) {
      migrated(postgres);
      LOG.info("The database schema is up to date");
    }
  }

  /** The port that answers; the one configured, or the one that was free. */
  public int port() {
    return http.port();
  }

  public int metricsPort() {
    return http.metricsPort();
  }

  /** The port for operators. */
  public int adminPort() {
    return http.adminPort();
  }

  public Health health() {
    return health;
  }

  /** Stops: unready, finish what was begun, commit, leave the group, close; within 10 seconds. */
  @Override
  public void close() {
    parts.close();
  }
}
