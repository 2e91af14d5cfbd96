package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.adapter.http.HttpConfig.ListenerTls;
import com.huleedu.ras.adapter.http.HttpConfig.ListenerTls.ClientCertificate;
import com.huleedu.ras.embedded.IssuedCertificate;
import com.huleedu.ras.embedded.TestAuthority;
import com.huleedu.ras.tls.Identity;
import com.huleedu.ras.tls.Material;
import com.huleedu.ras.tls.Secret;
import com.huleedu.ras.tls.Tls;
import com.huleedu.ras.tls.TlsWatch;
import com.huleedu.ras.tls.Trust;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A certificate that is replaced while clients ask. */
@Timeout(120)
class TlsRotationTest {
  private static final String BATCH = "/internal/v1/batches/b/status";

  @TempDir private static Path directory;

  private final TestAuthority authority = TestAuthority.create(directory);
  private final IssuedCertificate files = authority.server();
  private final Tls tls =
      Tls.load(
          "http",
          new Trust.OfTheJvm(),
          new Identity.Pem(
              Material.file("HTTP_TLS_CERTIFICATE_FILE", files.chain()),
              Material.file("HTTP_TLS_PRIVATE_KEY_FILE", files.key()),
              new Secret("HTTP_TLS_PRIVATE_KEY_PASSWORD", "")));

  private TestServer server() {
    FakeBatches batches = new FakeBatches();
    batches.bodies.put("b", "{}");
    Optional<ListenerTls> encrypted = Optional.of(new ListenerTls(tls, ClientCertificate.NONE));
    return new TestServer(
        batches, new FakeDeadLetters(), new HttpConfig.Encryption(encrypted, encrypted, encrypted));
  }

  @Test
  void eachNewConnectionSeesTheNewOneAndNoCallFails() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    AtomicInteger answered = new AtomicInteger();
    try (TestServer server = server();
        TlsWatch _ = TlsWatch.start(Duration.ofMillis(50), List.of(tls), server.metrics);
        ExecutorService clients = Executors.newFixedThreadPool(2)) {
      List<Integer> ports =
          List.of(server.adapter.port(), server.adapter.metricsPort(), server.adapter.adminPort());
      List<Future<?>> asking = new ArrayList<>();
      try {
        asking.add(clients.submit(() -> askOnOneConnection(server, done, answered)));
        asking.add(clients.submit(() -> askOnNewConnections(server, done, answered)));
        for (int round = 0; round < 3; round++) {
          IssuedCertificate next = authority.server();
          files.replaceWith(next);
          for (int port : ports) {
            await()
                .until(() ->
                    shown(port).getSerialNumber().equals(next.certificate().getSerialNumber()));
          }
          int before = answered.get();
          await().until(() -> answered.get() > before + 20);
        }
      } finally {
        done.set(true);
      }
      for (Future<?> client : asking) {
        client.get();
      }
    }
  }

  private Void askOnOneConnection(TestServer server, AtomicBoolean done, AtomicInteger answered)
      throws IOException, InterruptedException {
    try (HttpClient http = client()) {
      while (!done.get()) {
        ask(http, server, answered);
      }
    }
    return null;
  }

  private Void askOnNewConnections(TestServer server, AtomicBoolean done, AtomicInteger answered)
      throws IOException, InterruptedException {
    while (!done.get()) {
      try (HttpClient http = client()) {
        ask(http, server, answered);
      }
    }
    return null;
  }

  private HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .sslContext(authority.context())
        .build();
  }

  private static void ask(HttpClient http, TestServer server, AtomicInteger answered)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.adapter.port() + BATCH))
            .header("X-Internal-API-Key", TestServer.KEY)
            .header("X-Service-ID", "api-gateway-service")
            .build();
    assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(200);
    answered.incrementAndGet();
  }

  private X509Certificate shown(int port) throws IOException {
    try (SSLSocket socket =
        (SSLSocket) authority.context().getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }
}
