package com.huleedu.ras.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.embedded.FaultProxy.Direction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
  private final FaultProxy proxy = FaultProxy.to(EmbeddedServers.redis().port());

  @AfterEach
  void close() {
    proxy.close();
  }

  @Test
  void passesWhatItIsGiven() throws IOException {
    try (Client client = new Client()) {
      assertThat(client.ping()).isEqualTo("+PONG\r\n");
      assertThat(proxy.connections()).isEqualTo(1);
    }
  }

  @Test
  void delaysEveryPiece() throws IOException {
    try (Client client = new Client()) {
      proxy.delay(Duration.ofMillis(150));
      long started = System.nanoTime();
      client.ping();
      assertThat(Duration.ofNanos(System.nanoTime() - started))
          .isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }
  }

  @Test
  void whatStallsArrivesOnceItHeals() throws IOException {
    try (Client client = new Client()) {
      proxy.stall();
      assertThatThrownBy(client::ping).isInstanceOf(SocketTimeoutException.class);
      proxy.heal();
      assertThat(client.answer()).isEqualTo("+PONG\r\n");
    }
  }

  @Test
  void aHalfOpenConnectionIsMuteAndSoIsANewOneUntilItHeals() throws IOException {
    try (Client client = new Client()) {
      proxy.swallow();
      assertThatThrownBy(client::ping).isInstanceOf(SocketTimeoutException.class);
      try (Client late = new Client()) {
        assertThatThrownBy(late::ping).isInstanceOf(SocketTimeoutException.class);
      }
      proxy.heal();
      assertThatThrownBy(client::answer).isInstanceOf(SocketException.class);
    }
    try (Client fresh = new Client()) {
      assertThat(fresh.ping()).isEqualTo("+PONG\r\n");
    }
  }

  @Test
  void resetsAndRefuses() throws IOException {
    try (Client client = new Client()) {
      client.ping();
      proxy.reset();
      assertThatThrownBy(client::answer).isInstanceOf(SocketException.class);
    }
    proxy.refuse();
    assertThatThrownBy(Client::new).isInstanceOf(SocketException.class);
    proxy.heal();
    try (Client client = new Client()) {
      assertThat(client.ping()).isEqualTo("+PONG\r\n");
    }
  }

  @Test
  void losesTheAnswerOfACommitThatTookPlace() throws Exception {
    PostgresServer postgres = EmbeddedServers.postgres();
    String direct = postgres.createDatabase("proxy");
    try (FaultProxy way = FaultProxy.to(postgres.port());
        Connection observer = DriverManager.getConnection(direct)) {
      observer.createStatement().execute("create table t (a int)");
      AtomicBoolean reached = new AtomicBoolean();
      try (Connection connection =
          DriverManager.getConnection(
              direct.replace(":" + postgres.port() + "/", ":" + way.port() + "/"))) {
        connection.setAutoCommit(false);
        connection.createStatement().execute("insert into t values (1)");
        CompletableFuture<Void> sprung =
            way.trap(
                Direction.ANSWER,
                piece -> new String(piece, US_ASCII).contains("COMMIT\0"),
                false,
                () -> reached.set(true));
        assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
        sprung.get(10, TimeUnit.SECONDS);
      }
      assertThat(reached).isTrue();
      try (ResultSet rows = observer.createStatement().executeQuery("select count(*) from t")) {
        rows.next();
        assertThat(rows.getInt(1)).isEqualTo(1);
      }
    }
  }

  @Test
  void kafkaSendsTheClientsOfItsDetourThroughTheProxy() throws Exception {
    KafkaBroker kafka = EmbeddedServers.kafka();
    try (FaultProxy way = FaultProxy.to(kafka);
        Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.detour()))) {
      assertThat(admin.describeCluster().nodes().get())
          .allSatisfy(node -> assertThat(node.port()).isEqualTo(way.port()));
      assertThat(way.connections()).isPositive();
    }
  }

  /** Speaks to Redis through the proxy, and waits for an answer a short time only. */
  private final class Client implements AutoCloseable {
    private final Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());

    Client() throws IOException {
      socket.setSoTimeout(400);
    }

    String ping() throws IOException {
      socket.setSoTimeout(1_000);
      socket.getOutputStream().write("PING\r\n".getBytes(US_ASCII));
      return answer();
    }

    String answer() throws IOException {
      byte[] bytes = socket.getInputStream().readNBytes("+PONG\r\n".length());
      if (bytes.length == 0) {
        throw new SocketException("ended");
      }
      return new String(bytes, US_ASCII);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
