package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that ask for large answers and don't read them. */
@Timeout(60)
class UnreadAnswersTest {
  private static final byte[] LARGE = new byte[8 << 20];
  // A quarter of it for what is being sent, in two copies each: four; and for eight that wait.
  private static final long MEMORY = 256L << 20;
  private static final int AT_A_TIME = 4;
  private static final int CLIENTS = 30;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final WebServer server = start();
  private final List<Socket> deaf = new ArrayList<>();

  private WebServer start() {
    return TestServer.listeners(
            metrics ->
                new RequestFilter(
                    Route::of, (route, _) -> answer(route), metrics, new UnsentAnswers(MEMORY)),
            Listeners.IDLE,
            meters)
        .start();
  }

  private static Answer answer(Route route) {
    boolean large = route.endpoint() == Endpoint.GET_BATCH_STATUS;
    return Answer.of(Status.OK_200, Answer.JSON, large ? LARGE : new byte[100]);
  }

  @AfterEach
  void stop() throws IOException {
    hangUp();
    server.stop();
  }

  private void hangUp() throws IOException {
    for (Socket client : deaf) {
      client.close();
    }
  }

  @Test
  void haveNoMoreAnswersUnderWayThanThereIsRoomForAndTheOthersAreToldSo() throws Exception {
    List<String> heads = headsForTheDeaf();

    assertThat(heads).filteredOn(head -> head.startsWith("HTTP/1.1 200")).hasSize(AT_A_TIME);
    assertThat(heads)
        .filteredOn(head -> !head.startsWith("HTTP/1.1 200"))
        .hasSize(CLIENTS - AT_A_TIME)
        .allSatisfy(head ->
            assertThat(head)
                .startsWith("HTTP/1.1 503")
                .contains("Retry-After: 2")
                .doesNotContainIgnoringCase("Connection: close"));
    await().until(() -> overloaded() == CLIENTS - AT_A_TIME);
    assertThat(ask("/livez").status()).isEqualTo(200);
    assertThat(ask("/internal/v1/batches/b/status").status()).isEqualTo(503);
    hangUp();
    await().until(() -> ask("/internal/v1/batches/b/status").status() == 200);
  }

  @Test
  void whoReadsIsAnswered() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> replies = new ArrayList<>();
      for (int i = 0; i < 2 * AT_A_TIME; i++) {
        replies.add(threads.submit(() -> ask("/internal/v1/batches/b/status").body().length()));
      }
      for (Future<Integer> reply : replies) {
        assertThat(reply.get()).isEqualTo(LARGE.length);
      }
    }
  }

  private double overloaded() {
    return meters
        .get("ras.api.errors")
        .tags("endpoint", "get_batch_status", "error_type", "overloaded")
        .counter()
        .count();
  }

  private RawHttp.Reply ask(String target) {
    try (RawHttp client = new RawHttp(server.port())) {
      return Objects.requireNonNull(client.send(RawHttp.get(target)).read());
    }
  }

  /** The beginning of each answer; the rest stays where it is. */
  private List<String> headsForTheDeaf() throws Exception {
    String request = RawHttp.get("/internal/v1/batches/b/status");
    List<Future<String>> heads = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CLIENTS; i++) {
        Socket client = new Socket();
        deaf.add(client);
        client.setReceiveBufferSize(4_096);
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        client.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        heads.add(
            threads.submit(() ->
                new String(client.getInputStream().readNBytes(300), StandardCharsets.ISO_8859_1)));
      }
    }
    List<String> read = new ArrayList<>();
    for (Future<String> head : heads) {
      read.add(head.get());
    }
    return read;
  }
}
