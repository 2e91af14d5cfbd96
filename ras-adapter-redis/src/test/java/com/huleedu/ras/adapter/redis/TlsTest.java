package com.huleedu.ras.adapter.redis;

import static com.huleedu.ras.adapter.redis.Connected.body;
import static com.huleedu.ras.adapter.redis.Connected.hit;
import static com.huleedu.ras.adapter.redis.Connected.missed;
import static com.huleedu.ras.adapter.redis.Secured.showing;
import static com.huleedu.ras.adapter.redis.Secured.trusting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.domain.port.query.CacheManager.Lookup;
import com.huleedu.ras.embedded.CertificateRequest;
import com.huleedu.ras.embedded.EmbeddedServers;
import com.huleedu.ras.embedded.RedisServer;
import com.huleedu.ras.embedded.RedisTls;
import com.huleedu.ras.embedded.RedisTls.ClientCertificates;
import com.huleedu.ras.embedded.TestAuthority;
import com.huleedu.ras.embedded.WrongPeer;
import com.huleedu.ras.tls.Tls;
import io.lettuce.core.AclSetuserArgs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who gets in over TLS, who does not, and what an operator reads then: once for each connection.
 */
class TlsTest {
  @TempDir private static Path directory;
  private static TestAuthority authority;
  private static TestAuthority stranger;
  private static RedisServer open;
  private static RedisServer guarded;

  @BeforeAll
  static void start() {
    authority = TestAuthority.create(directory);
    stranger = TestAuthority.create(directory);
    open = RedisServer.startSecured(RedisTls.of(authority));
    guarded = RedisServer.startSecured(RedisTls.of(authority).with(ClientCertificates.YES));
  }

  @AfterAll
  static void stop() {
    open.close();
    guarded.close();
  }

  private static void assertRefused(int port, Tls tls, String words) throws IOException {
    try (Gate way = new Gate(port)) {
      assertRefused(
          RedisConfig.of(way.uri().replace("redis:", "rediss:")).withTls(tls), way, words);
    }
  }

  /** However often it is tried, each of the two connections says it once, in one line. */
  private static void assertRefused(RedisConfig config, Gate way, String words) {
    try (LogLines link = new LogLines(RedisLink.class);
        RedisAdapter adapter = RedisAdapter.connect(config, new SimpleMeterRegistry())) {
      await().until(() -> link.containing(words).size() == 2);
      int attempts = way.attempts();
      await().until(() -> way.attempts() > attempts + 4);
      assertThat(link.containing(words)).hasSize(2);
      assertThat(link.containing(""))
          .allSatisfy(line ->
              assertThat(line)
                  .contains("can't be reached, going on without: ")
                  .doesNotContain("\n", "cr3t", "Exception"));
      assertThat(adapter.isConnected()).isFalse();
    }
  }

  @Test
  void whoTrustsItsAuthorityAndKnowsThePasswordGetsIn() {
    try (Connected root = Secured.connected(open, trusting(authority))) {
      root.redis.aclSetuser(
          "ras", AclSetuserArgs.Builder.on().addPassword("s3cr3t").allKeys().allCommands());
      String uri = open.uri().replace("//", "//ras:s3cr3t@");
      RedisConfig config = RedisConfig.of(uri).withTls(trusting(authority));
      try (Connected on = Connected.with(config, open.uri())) {
        on.cache.putBatch(on.batch, body("{}"), missed(on.cache.findBatch(on.batch)));
        assertThat(hit(on.cache.findBatch(on.batch))).isEqualTo("{}");
        assertThat(on.redis.aclWhoami()).isEqualTo("default");
        assertThat(on.redis.clientList()).contains("user=ras");
      }
    }
  }

  @Test
  void aWrongPassword() throws IOException {
    try (Gate way = new Gate(open.port())) {
      String uri = way.uri().replace("redis://", "rediss://ras:wr0ng-s3cr3t@");
      assertRefused(RedisConfig.of(uri).withTls(trusting(authority)), way, "WRONGPASS");
    }
  }

  @Test
  void anAuthorityThatIsNotTrusted() throws IOException {
    assertRefused(
        open.port(),
        trusting(stranger),
        "which is not trusted: name its authority with REDIS_TLS_CA_FILE");
  }

  @Test
  void anAuthorityThatTheJvmDoesNotKnow() throws IOException {
    try (Gate way = new Gate(open.port())) {
      assertRefused(
          RedisConfig.of(way.uri().replace("redis:", "rediss:")),
          way,
          "TLS (REDIS_URL): the certificate of CN=localhost was issued by ");
    }
  }

  @Test
  void aCertificateThatHasExpired() throws IOException {
    var expired = authority.issue(CertificateRequest.server().expired());
    try (RedisServer server = RedisServer.startSecured(RedisTls.of(authority).with(expired))) {
      assertRefused(
          server.port(),
          trusting(authority),
          "TLS (REDIS_URL): the certificate of CN=localhost has expired on 20");
    }
  }

  @Test
  void aCertificateOfAnotherHost() throws IOException {
    var elsewhere = authority.issue(CertificateRequest.server("cache.example.org"));
    try (RedisServer server = RedisServer.startSecured(RedisTls.of(authority).with(elsewhere))) {
      assertRefused(
          server.port(),
          trusting(authority),
          "TLS (REDIS_URL): the certificate of CN=cache.example.org is for cache.example.org, and"
              + " not for 127.0.0.1");
    }
  }

  @Test
  void aCertificateOfTheClientThatIsWanted() throws IOException {
    try (Connected on = Secured.connected(guarded, showing(authority, authority.client("ras")))) {
      on.invalidateBatch();
    }
    assertRefused(
        guarded.port(),
        trusting(authority),
        "TLS (REDIS_URL): the other side wants a certificate, and got none: set"
            + " REDIS_TLS_CERTIFICATE");
  }

  @Test
  void aCertificateOfTheClientThatTheServerDoesNotTrust() throws IOException {
    assertRefused(
        guarded.port(),
        showing(authority, stranger.client("ras")),
        "TLS (REDIS_URL): the other side does not trust the authority that issued the certificate"
            + " of REDIS_TLS_CERTIFICATE_FILE");
    assertRefused(
        guarded.port(),
        showing(authority, authority.issue(CertificateRequest.client("ras").expired())),
        "TLS (REDIS_URL): the other side says that the certificate of REDIS_TLS_CERTIFICATE_FILE"
            + " has expired");
  }

  /** Neither is away: it is another than the URL says, and that ends the start. */
  @Test
  void aRedisWithoutTlsWhereTlsIsAskedForAndTheReverse() {
    RedisConfig encrypted = RedisConfig.of(EmbeddedServers.redis().uri().replace(":/", "s:/"));
    RedisConfig plain = RedisConfig.of(open.uri().replace("rediss://", "redis://u:s3cr3t@"));
    assertThatThrownBy(() -> RedisAdapter.connect(encrypted, new SimpleMeterRegistry()).close())
        .isInstanceOf(MisconfiguredException.class)
        .hasMessage(
            "Redis: 127.0.0.1:%s (REDIS_URL) speaks Redis's protocol without TLS: has REDIS_URL to begin with redis://, or is it another port?"
                .formatted(EmbeddedServers.redis().port()));
    assertThatThrownBy(() -> RedisAdapter.connect(plain, new SimpleMeterRegistry()).close())
        .isInstanceOf(MisconfiguredException.class)
        .hasMessage(
            "Redis: 127.0.0.1:%s (REDIS_URL) answers TLS, not Redis's protocol: has REDIS_URL to begin with rediss://?"
                .formatted(open.port()));
  }

  @Test
  void whoAnswersSomethingElseWhereTlsIsAskedFor() {
    try (WrongPeer peer = WrongPeer.http(0)) {
      RedisConfig config = RedisConfig.of("rediss://u:s3cr3t@" + peer.address());
      assertThatThrownBy(() -> RedisAdapter.connect(config, new SimpleMeterRegistry()).close())
          .isInstanceOf(MisconfiguredException.class)
          .hasMessageContaining(peer.address() + " (REDIS_URL) answers HTTP, not TLS");
    }
  }

  @Test
  void whatIsRefusedIsSaidAlsoOfAServerThatWasLostAndHealsByItself() {
    var shown = authority.server();
    try (LogLines link = new LogLines(RedisLink.class);
        RedisServer server = RedisServer.startSecured(RedisTls.of(authority).with(shown));
        Connected on = Secured.connected(server, trusting(authority))) {
      server.stop();
      await().until(() -> link.containing("is lost").size() == 2);
      shown.replaceWith(authority.issue(CertificateRequest.server().expired()));
      server.start();
      await().until(() -> link.containing("has expired on").size() == 2);
      assertThat(on.cache.findBatch(on.batch)).isEqualTo(new Lookup.Unavailable());

      server.replaceCertificate(authority.server());
      on.awaitReachable();
      on.invalidateBatch();
      assertThat(link.containing("")).hasSize(8); // of each: connected, lost, refused, back
    }
  }
}
