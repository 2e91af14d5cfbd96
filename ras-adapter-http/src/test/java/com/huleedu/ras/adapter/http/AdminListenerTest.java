package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.deadletter.DeadLetterId;
import com.huleedu.ras.domain.port.deadletter.DeadLetterOrder;
import com.huleedu.ras.domain.port.deadletter.DeadLetterResult;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The listener for operators in hard times. */
class AdminListenerTest {
  private static final String ALL = "/internal/v1/dead-letters";

  @Test
  void a_database_that_is_away_is_503_and_every_answer_is_counted() {
    try (TestServer troubled = new TestServer(new FakeBatches(), new Away());
        RawHttp http = new RawHttp(troubled.adapter.adminPort())) {
      http.send(RawHttp.request("POST", ALL + "/7/replay", TestServer.CREDENTIALS));
      RawHttp.Reply reply = Objects.requireNonNull(http.read());
      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.header("Retry-After")).isEqualTo("2");
      Awaitility.await()
          .untilAsserted(() ->
              assertThat(troubled.metrics.scrape())
                  .contains(
                      "ras_api_requests_total{endpoint=\"replay_dead_letter\",method=\"POST\",status_code=\"503\"} 1.0"));
    }
  }

  /** G10 holds for this listener, too. */
  @Test
  void a_request_under_way_is_answered_while_the_adapter_closes() throws Exception {
    var entered = new CountDownLatch(1);
    var proceed = new CountDownLatch(1);
    TestServer slow = new TestServer(new FakeBatches(), new Waiting(entered, proceed));
    try (RawHttp busy = new RawHttp(slow.adapter.adminPort());
        var threads = Executors.newSingleThreadExecutor()) {
      busy.send(RawHttp.request("POST", ALL + "/7/replay", TestServer.CREDENTIALS));
      entered.await();
      int port = slow.adapter.adminPort();
      var closing = threads.submit(slow::close);
      Awaitility.await().until(() -> refuses(port));
      proceed.countDown();
      RawHttp.Reply reply = Objects.requireNonNull(busy.read());
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.header("Connection")).isEqualTo("close");
      closing.get();
    }
  }

  private static boolean refuses(int port) {
    try (RawHttp _ = new RawHttp(port)) {
      return false;
    } catch (UncheckedIOException refused) {
      return true;
    }
  }

  private static final class Away extends FakeDeadLetters {
    @Override
    public Optional<DeadLetterResult> carryOut(DeadLetterOrder order, DeadLetterId id) {
      throw new UnavailableException("PostgreSQL", "away");
    }
  }

  private static final class Waiting extends FakeDeadLetters {
    private final CountDownLatch entered;
    private final CountDownLatch proceed;

    Waiting(CountDownLatch entered, CountDownLatch proceed) {
      this.entered = entered;
      this.proceed = proceed;
    }

    @Override
    public Optional<DeadLetterResult> carryOut(DeadLetterOrder order, DeadLetterId id) {
      entered.countDown();
      try {
        proceed.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return super.carryOut(order, id);
    }
  }
}
