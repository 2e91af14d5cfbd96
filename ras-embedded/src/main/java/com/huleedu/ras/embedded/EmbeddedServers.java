package com.huleedu.ras.embedded;

/**
 * One server of each kind for all tests of a JVM: started when first asked for, stopped when the
 * JVM ends. A test takes a database, topics and keys of its own, and never stops these.
 */
public final class EmbeddedServers {
  private EmbeddedServers() {}

  /** PostgreSQL, quick and not durable. */
  public static PostgresServer postgres() {
    return Postgres.SHARED;
  }

  /** Redis, which keeps nothing. */
  public static RedisServer redis() {
    return Redis.SHARED;
  }

  public static KafkaBroker kafka() {
    return Kafka.SHARED;
  }

  // A class each, since a class is initialised when first used, once, by one thread.

  private static final class Postgres {
    static final PostgresServer SHARED = shared(PostgresServer.start(null, false));
  }

  private static final class Redis {
    static final RedisServer SHARED = shared(RedisServer.start(null, false));
  }

  private static final class Kafka {
    static final KafkaBroker SHARED = shared(KafkaBroker.start(null));
  }

  private static <S extends EmbeddedServer> S shared(S server) {
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop-" + server.name()));
    return server;
  }
}
