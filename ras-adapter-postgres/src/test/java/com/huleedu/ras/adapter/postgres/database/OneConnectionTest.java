package com.huleedu.ras.adapter.postgres.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.adapter.postgres.PostgresAdapter;
import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.port.query.StatusFilter;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import com.huleedu.ras.embedded.EmbeddedServers;
import com.huleedu.ras.embedded.FaultProxy;
import com.huleedu.ras.embedded.PostgresServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** While the database is away a caller waits for a connection once, whatever it wanted. */
class OneConnectionTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private PostgresAdapter adapter;

  @BeforeEach
  void loseTheDatabase() {
    PostgresServer server = EmbeddedServers.postgres();
    String direct = server.createDatabase("away");
    try (FaultProxy way = FaultProxy.to(server.port())) {
      String url = direct.replace(":" + server.port() + "/", ":" + way.port() + "/");
      adapter =
          PostgresAdapter.connect(
              new PostgresConfig(
                  url,
                  null,
                  null,
                  null,
                  2,
                  Duration.ofSeconds(1),
                  Duration.ofSeconds(5),
                  Optional.empty()),
              registry);
      adapter.migrate();
    }
    // The pool may have had a connection and not know yet that it is broken.
    await().until(this::isMissed);
  }

  @AfterEach
  void close() {
    adapter.close();
  }

  @Test
  void aSingleStatement() {
    assertOneTimeout(() -> adapter.ping());
  }

  @Test
  void aListWhichReadsOnASnapshot() {
    UserBatchesQuery query =
        new UserBatchesQuery(new UserId("user"), new StatusFilter.All(), 20, 0);
    assertOneTimeout(() -> adapter.batchRepository().findByUser(query));
  }

  @Test
  void aTransaction() {
    assertOneTimeout(() -> adapter.transactions().inTransaction(() -> true));
  }

  private void assertOneTimeout(Runnable work) {
    double before = timeouts();
    assertThatThrownBy(work::run).isInstanceOf(UnavailableException.class);
    assertThat(timeouts() - before).isEqualTo(1);
  }

  private boolean isMissed() {
    try {
      adapter.ping();
    } catch (UnavailableException e) {
      return timeouts() > 0;
    }
    return false;
  }

  private double timeouts() {
    return registry.get("hikaricp.connections.timeout").counter().count();
  }
}
