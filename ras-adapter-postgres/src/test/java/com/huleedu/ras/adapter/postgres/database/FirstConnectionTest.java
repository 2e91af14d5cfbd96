package com.huleedu.ras.adapter.postgres.database;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.adapter.postgres.PostgresAdapter;
import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.embedded.EmbeddedServers;
import com.huleedu.ras.embedded.FaultProxy;
import com.huleedu.ras.embedded.FaultProxy.Direction;
import com.huleedu.ras.embedded.PostgresServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What the pool learns of its first connection it never asks again. */
class FirstConnectionTest {
  @Test
  void aFirstConnectionThatBreaksWhileItIsSetUpSpoilsNoLaterOne() {
    PostgresServer server = EmbeddedServers.postgres();
    String direct = server.createDatabase("first");
    try (FaultProxy way = FaultProxy.to(server.port())) {
      String url = direct.replace(":" + server.port() + "/", ":" + way.port() + "/");
      CompletableFuture<Void> broken =
          way.trap(Direction.REQUEST, FirstConnectionTest::asksForIsolation, false, () -> {});
      try (PostgresAdapter adapter =
          PostgresAdapter.connect(
              new PostgresConfig(url, null, null, 2), new SimpleMeterRegistry())) {
        adapter.migrate();
        await()
            .atMost(Duration.ofSeconds(30))
            .ignoreExceptions()
            .until(() -> adapter.positions().lineage() != null);
        assertThat(broken).as("the first connection was broken").isCompleted();
      }
    }
  }

  private static boolean asksForIsolation(byte[] piece) {
    return new String(piece, ISO_8859_1).toLowerCase(Locale.ROOT).contains("isolation level");
  }
}
