package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever asks for the first time has their turn, however busy the others keep the server. */
@Timeout(120)
class NewConnectionsTest {
  private static final int CLIENTS = 100;
  private static final String REQUEST =
      RawHttp.get("/internal/v1/batches/b/status", TestServer.CREDENTIALS);

  private final FakeBatches batches = new FakeBatches();
  private final TestServer server = new TestServer(batches);
  private final List<Thread> clients = new ArrayList<>();
  private volatile boolean over;

  @AfterEach
  void stop() throws Exception {
    over = true;
    for (Thread client : clients) {
      client.join();
    }
    server.close();
  }

  /** Nothing is behind the port, so none of them ever waits for anything but its next turn. */
  @Test
  void aProbeIsAnsweredWhileKeptConnectionsNeverStopAsking() throws Exception {
    batches.bodies.put("b", "{\"x\":\"" + "y".repeat(20_000) + "\"}");
    CountDownLatch busy = new CountDownLatch(CLIENTS / 2);
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(Thread.ofPlatform().start(() -> ask(busy)));
    }
    busy.await();

    for (int i = 0; i < 30; i++) {
      try (RawHttp probe = new RawHttp(server.adapter.metricsPort())) {
        RawHttp.Reply reply = probe.send(RawHttp.get("/healthz")).read();
        assertThat(Objects.requireNonNull(reply).status()).isEqualTo(200);
      }
    }
  }

  private void ask(CountDownLatch busy) {
    try (RawHttp http = new RawHttp(server.adapter.port())) {
      while (!over) {
        http.send(REQUEST).read();
        busy.countDown();
      }
    }
  }
}
