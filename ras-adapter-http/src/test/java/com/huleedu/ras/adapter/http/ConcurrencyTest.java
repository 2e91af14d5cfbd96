package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConcurrencyTest {
  private static final int CLIENTS = 400;

  @Test
  void hundreds_at_once_each_get_their_own_answers() throws Exception {
    FakeBatches batches = new FakeBatches();
    CountDownLatch allConnected = new CountDownLatch(CLIENTS);
    try (TestServer server = new TestServer(batches);
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> results = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        String id = "b" + i;
        batches.bodies.put(id, "{\"id\":\"" + id + "\"}");
        results.add(clients.submit(() -> tenTimes(server, id, allConnected)));
      }
      for (Future<?> result : results) {
        result.get();
      }
    }
  }

  private static void tenTimes(TestServer server, String id, CountDownLatch allConnected) {
    try (RawHttp http = new RawHttp(server.adapter.port())) {
      allConnected.countDown();
      allConnected.await();
      String request =
          RawHttp.get(
              "/internal/v1/batches/" + id + "/status",
              TestServer.CREDENTIALS[0],
              TestServer.CREDENTIALS[1],
              "X-Correlation-ID: " + id);
      for (int i = 0; i < 10; i++) {
        RawHttp.Reply reply = Objects.requireNonNull(http.send(request).read());
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("{\"id\":\"" + id + "\"}");
        assertThat(reply.header("X-Correlation-ID")).isEqualTo(id);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
