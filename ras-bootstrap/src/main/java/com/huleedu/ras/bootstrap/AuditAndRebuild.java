package com.huleedu.ras.bootstrap;

import com.huleedu.ras.adapter.json.JsonAdapter;
import com.huleedu.ras.adapter.kafka.KafkaAdapter;
import com.huleedu.ras.adapter.postgres.PostgresAdapter;
import com.huleedu.ras.adapter.redis.RedisAdapter;
import com.huleedu.ras.application.Backoff;
import com.huleedu.ras.application.Cache;
import com.huleedu.ras.application.rebuild.AuditService;
import com.huleedu.ras.application.rebuild.RebuildService;
import com.huleedu.ras.application.rebuild.RunRecorder;
import com.huleedu.ras.bootstrap.configuration.RebuildConfiguration;
import com.huleedu.ras.domain.port.projection.MessageDecoder;
import com.huleedu.ras.domain.port.rebuild.AuditModel;
import com.huleedu.ras.domain.port.rebuild.MessageLog;
import com.huleedu.ras.domain.port.rebuild.RebuildModel;
import com.huleedu.ras.tls.TlsWatch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Audit and rebuild, wired; the third thing beside the service and its migration. */
public final class AuditAndRebuild implements AutoCloseable {
  private static final Duration LONG = Duration.ofHours(12);
  private static final InstantSource CLOCK = InstantSource.system();
  private static final Backoff RETRY = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

  private final RebuildConfiguration configuration;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Parts parts = new Parts();
  private final PostgresAdapter postgres;

  private AuditAndRebuild(RebuildConfiguration configuration) {
    this.configuration = configuration;
    // They may run for longer than a certificate is valid.
    parts.back(TlsWatch.start(configuration.tls(), registry));
    this.postgres =
        parts.back(
            PostgresAdapter.connect(
                configuration.postgres().withStatementTimeout(LONG),
                configuration.topics().pipelineEnds(),
                registry));
  }

  /**
   * Connects to PostgreSQL.
   *
   * @throws com.huleedu.ras.domain.MisconfiguredException if there is no model to look at
   */
  public static AuditAndRebuild open(RebuildConfiguration configuration) {
    AuditAndRebuild opened = new AuditAndRebuild(configuration);
    boolean there = false;
    try {
      opened.postgres.requireModel();
      there = true;
      return opened;
    } finally {
      if (!there) {
        opened.close();
      }
    }
  }

  public AuditModel audit() {
    long memory = Runtime.getRuntime().maxMemory() / 2;
    return recorder().recorded(new AuditService(log(decoder()), postgres.modelRows(), memory));
  }

  public RebuildModel rebuild() {
    Optional<RedisAdapter> redis =
        configuration.redis().map(where -> parts.back(RedisAdapter.connect(where, registry)));
    Cache cache = redis.map(AuditAndRebuild::invalidating).orElseGet(Caching::none);
    MessageDecoder decoder = decoder();
    MessageLog log = log(decoder);
    return recorder()
        .recorded(
            new RebuildService(
                log, decoder, parts.back(postgres.sideModels()), cache, RETRY, CLOCK));
  }

  private RunRecorder recorder() {
    return new RunRecorder(postgres.upkeepRuns(), CLOCK);
  }

  private MessageDecoder decoder() {
    return JsonAdapter.messageDecoder(configuration.topics(), registry);
  }

  private MessageLog log(MessageDecoder decoder) {
    return parts.back(KafkaAdapter.log(configuration.kafka(), decoder));
  }

  private static Cache invalidating(RedisAdapter redis) {
    return new Cache(
        redis.cacheManager(), new NoDeduplicationMarks(), letters -> {}, redis.staleHorizon());
  }

  @Override
  public void close() {
    parts.close();
  }
}
