package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.port.query.Body;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ShutdownTest {
  private static final String REQUEST =
      RawHttp.get("/internal/v1/batches/b/status", TestServer.CREDENTIALS);
  private static final int CLIENTS = 40;

  /** After a failure as well nobody goes on asking, beside the tests that come next. */
  private volatile boolean over;

  /** When the server was told to close, by the nano clock; 0 before that. */
  private volatile long closingSince;

  // Platform threads: as virtual ones they compete with the server's for the same carriers.
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    over = true;
    threads.shutdownNow();
  }

  @Test
  void a_request_under_way_is_answered_while_the_adapter_closes() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch proceed = new CountDownLatch(1);
    TestServer server = new TestServer(new Waiting(entered, proceed));
    try (RawHttp busy = new RawHttp(server.adapter.port());
        RawHttp idle = new RawHttp(server.adapter.port())) {
      idle.send(RawHttp.get("/healthz"));
      assertThat(Objects.requireNonNull(idle.read()).header("Connection")).isNotEqualTo("close");
      busy.send(REQUEST);
      entered.await();
      int port = server.adapter.port();

      Future<?> closing = threads.submit(server::close);

      assertThat(idle.read()).as("an idle connection is closed").isNull();
      awaitRefused(port);
      assertThat(closing.isDone()).isFalse();
      proceed.countDown();
      RawHttp.Reply reply = Objects.requireNonNull(busy.read());
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.header("Connection")).isEqualTo("close");
      assertThat(busy.read()).isNull();
      closing.get(2, TimeUnit.SECONDS);
    }
  }

  @Test
  void a_request_that_never_ends_delays_the_stop_by_the_grace_period_only() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    TestServer server = new TestServer(new Waiting(entered, new CountDownLatch(1)));
    try (RawHttp busy = new RawHttp(server.adapter.port())) {
      busy.send(REQUEST);
      entered.await();

      long start = System.nanoTime();
      server.close();

      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Listeners.GRACE.minusMillis(500), Listeners.GRACE.plusSeconds(2));
    }
  }

  @Test
  void closing_again_does_nothing() {
    TestServer server = new TestServer(new FakeBatches());
    server.close();
    server.close();
  }

  /** Connections that are never idle for long see every request answered, or not taken. */
  @RepeatedTest(15)
  void no_accepted_request_fails_under_load() throws Exception {
    FakeBatches batches = new FakeBatches();
    batches.bodies.put("b", "{\"x\":\"" + "y".repeat(20_000) + "\"}");
    TestServer server = new TestServer(batches);
    int port = server.adapter.port();
    AtomicInteger answered = new AtomicInteger();
    CountDownLatch accepted = new CountDownLatch(CLIENTS);
    List<Future<String>> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(threads.submit(() -> untilToldToGo(port, accepted, answered)));
    }
    accepted.await();
    int enough = answered.get() + ThreadLocalRandom.current().nextInt(500);
    Awaitility.await()
        .pollInterval(Duration.ofMillis(1))
        .atMost(30, TimeUnit.SECONDS)
        .until(() -> answered.get() >= enough);

    closingSince = System.nanoTime();
    server.close();

    List<String> ends = new ArrayList<>();
    for (Future<String> client : clients) {
      ends.add(client.get());
    }
    assertThat(ends).contains("told").isSubsetOf("told", "came too late");
  }

  /** Sends request after request on one connection, until an answer is the last one. */
  private String untilToldToGo(int port, CountDownLatch accepted, AtomicInteger answered) {
    long sent = System.nanoTime();
    try (RawHttp http = new RawHttp(port)) {
      http.send(REQUEST).read();
      accepted.countDown();
      while (!over) {
        sent = System.nanoTime();
        RawHttp.Reply reply = http.send(REQUEST).read();
        if (reply == null) {
          return withoutAnswer(sent, "a request got no answer");
        }
        if (reply.status() != 200) {
          return "an answer was " + reply;
        }
        answered.incrementAndGet();
        if ("close".equals(reply.header("Connection"))) {
          return http.read() == null ? "told" : "the connection goes on after its last answer";
        }
      }
      return "the test is over";
    } catch (UncheckedIOException e) {
      return withoutAnswer(sent, e.toString());
    }
  }

  /**
   * On a machine under load a client may do nothing for longer than {@link Drain#QUIET}: then its
   * next request meets a connection that was idle, and was never taken.
   */
  private String withoutAnswer(long sent, String otherwise) {
    long since = closingSince;
    return since != 0 && sent - since > Drain.QUIET.toNanos() / 2 ? "came too late" : otherwise;
  }

  private static void awaitRefused(int port) {
    Awaitility.await()
        .atMost(10, TimeUnit.SECONDS)
        .untilAsserted(() ->
            assertThatThrownBy(() -> new RawHttp(port).close())
                .hasCauseInstanceOf(ConnectException.class));
  }

  private static final class Waiting extends FakeBatches {
    private final CountDownLatch entered;
    private final CountDownLatch proceed;

    Waiting(CountDownLatch entered, CountDownLatch proceed) {
      this.entered = entered;
      this.proceed = proceed;
    }

    @Override
    public Optional<Body> batch(BatchId batch) {
      entered.countDown();
      try {
        proceed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return Optional.of(body("{}"));
    }
  }
}
