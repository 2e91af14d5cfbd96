package com.huleedu.ras.chaos;

import com.huleedu.ras.embedded.EmbeddedStack;
import com.huleedu.ras.embedded.FaultProxy;
import java.util.Map;

/**
 * Ways to PostgreSQL and Redis that one process has for itself, so that its traffic tells of it.
 */
record Ways(FaultProxy toPostgres, FaultProxy toRedis) implements AutoCloseable {

  static Ways to(EmbeddedStack servers) {
    return new Ways(
        FaultProxy.to(servers.postgres().port()), FaultProxy.to(servers.redis().port()));
  }

  /** The settings that lead a process along them. */
  Map<String, String> settings(Stage stage) {
    String direct = ":" + stage.servers().postgres().port() + "/";
    return Map.of(
        "DATABASE_URL",
        Stage.asService(stage.jdbcUrl().replace(direct, ":" + toPostgres.port() + "/")),
        "REDIS_URL",
        "redis://127.0.0.1:" + toRedis.port());
  }

  @Override
  public void close() {
    toPostgres.close();
    toRedis.close();
  }
}
