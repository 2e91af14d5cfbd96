package com.huleedu.ras.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.embedded.RedisTls.ClientCertificates;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisTlsTest {
  @TempDir private static Path files;
  private static TestAuthority authority;
  private static TestAuthority other;
  private static RedisServer open;
  private static RedisServer asking;
  private static RedisServer closed;

  @BeforeAll
  static void start() {
    authority = TestAuthority.create(files);
    other = TestAuthority.create(files);
    RedisTls tls = RedisTls.of(authority);
    open = RedisServer.startSecured(tls);
    asking = RedisServer.startSecured(tls.with(ClientCertificates.OPTIONAL));
    closed = RedisServer.startSecured(tls.with(authority.server()).with(ClientCertificates.YES));
  }

  @AfterAll
  static void stop() {
    Stream.of(open, asking, closed).forEach(RedisServer::close);
  }

  @Test
  void whoTrustsItsAuthorityIsServedAndPlainTextIsNot() throws IOException {
    assertThat(open.uri()).isEqualTo("rediss://127.0.0.1:" + open.port());
    assertThat(ask(open, authority.context(), "PING")).isEqualTo("+PONG");
    assertThatThrownBy(() -> ask(open, other.context(), "PING"))
        .isInstanceOf(SSLHandshakeException.class);
    assertThat(askInClear(open)).doesNotContain("PONG");
  }

  @Test
  void aClientHasToShowACertificateWhereThatIsRequired() throws IOException {
    SSLContext known = authority.context(authority.client("ras"));
    assertThat(ask(closed, known, "PING")).isEqualTo("+PONG");
    assertThatThrownBy(() -> ask(closed, authority.context(), "PING"))
        .isInstanceOf(IOException.class);
    SSLContext stranger = authority.context(other.client("ras"));
    assertThatThrownBy(() -> ask(closed, stranger, "PING")).isInstanceOf(IOException.class);
    SSLContext late =
        authority.context(authority.issue(CertificateRequest.client("ras").expired()));
    assertThatThrownBy(() -> ask(closed, late, "PING")).isInstanceOf(IOException.class);
  }

  @Test
  void aClientMayShowACertificateWhereThatIsOptional() throws IOException {
    assertThat(ask(asking, authority.context(), "PING")).isEqualTo("+PONG");
    SSLContext known = authority.context(authority.client("ras"));
    assertThat(ask(asking, known, "PING")).isEqualTo("+PONG");
    SSLContext stranger = authority.context(other.client("ras"));
    assertThatThrownBy(() -> ask(asking, stranger, "PING")).isInstanceOf(IOException.class);
  }

  @Test
  void usersOfItsOwnSignIn() throws IOException {
    SSLContext context = authority.context();
    assertThat(ask(open, context, "ACL SETUSER ras on >s3cr3t +ping")).isEqualTo("+OK");
    assertThat(ask(open, context, "AUTH ras s3cr3t")).isEqualTo("+OK");
    assertThat(ask(open, context, "AUTH ras wrong")).startsWith("-WRONGPASS");
  }

  @Test
  void aReplacedCertificateIsShownToWhoeverConnectsNext() throws IOException {
    SSLContext known = authority.context(authority.client("ras"));
    try (Socket before = connect(closed, known)) {
      assertThat(ask(before, "PING")).isEqualTo("+PONG");
      IssuedCertificate next = authority.issue(CertificateRequest.server().rsa());
      closed.replaceCertificate(next);
      assertThat(TlsProbe.certificateOn(closed.port())).isEqualTo(next.certificate());
      assertThat(ask(before, "PING")).isEqualTo("+PONG");
    }
    closed.replaceCertificate(authority.issue(CertificateRequest.server().expired()));
    assertThatThrownBy(() -> ask(closed, known, "PING")).hasMessageContaining("validity");
    closed.replaceCertificate(other.server());
    assertThatThrownBy(() -> ask(closed, known, "PING")).hasMessageContaining("path");
    closed.restart();
    closed.replaceCertificate(authority.server());
    assertThat(ask(closed, known, "PING")).isEqualTo("+PONG");
  }

  private static String ask(RedisServer redis, SSLContext context, String command)
      throws IOException {
    try (Socket socket = connect(redis, context)) {
      return ask(socket, command);
    }
  }

  private static Socket connect(RedisServer redis, SSLContext context) throws IOException {
    return context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), redis.port());
  }

  private static String ask(Socket socket, String command) throws IOException {
    socket.getOutputStream().write((command + "\r\n").getBytes(UTF_8));
    return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
  }

  private static String askInClear(RedisServer redis) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis.port())) {
      socket.getOutputStream().write("PING\r\n".getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    } catch (SocketException reset) {
      return "";
    }
  }
}
