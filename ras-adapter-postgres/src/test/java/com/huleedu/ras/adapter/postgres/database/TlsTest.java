package com.huleedu.ras.adapter.postgres.database;

import static com.huleedu.ras.adapter.postgres.database.SecuredDatabase.SECRET;
import static com.huleedu.ras.adapter.postgres.database.SecuredDatabase.connect;
import static com.huleedu.ras.adapter.postgres.database.SecuredDatabase.showing;
import static com.huleedu.ras.adapter.postgres.database.SecuredDatabase.trusting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.adapter.postgres.PostgresAdapter;
import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.rebuild.SideModels;
import com.huleedu.ras.embedded.CertificateRequest;
import com.huleedu.ras.embedded.EmbeddedServers;
import com.huleedu.ras.embedded.IssuedCertificate;
import com.huleedu.ras.embedded.TestAuthority;
import com.huleedu.ras.tls.Tls;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in over TLS, who does not, and what an operator reads then: the end of the start. */
class TlsTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private static Path directory;
  private static TestAuthority authority;
  private static TestAuthority stranger;
  private static SecuredDatabase database;

  @BeforeAll
  static void start() {
    authority = TestAuthority.create(directory);
    stranger = TestAuthority.create(directory);
    database = new SecuredDatabase(authority);
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  private static Tls ras() {
    return showing(authority, authority.client("ras"));
  }

  private static PostgresConfig guarded(String mode, Tls tls) {
    return database.config(mode, "guarded", SECRET).withTls(tls);
  }

  private static void assertEndsTheStart(PostgresConfig config, String... words) {
    assertThatThrownBy(() -> connect(config).close())
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContainingAll(words)
        .hasMessageStartingWith("PostgreSQL at jdbc:postgresql://127.0.0.1:")
        .hasMessageNotContainingAny("cr3t", "\n", "Exception", "PKIX");
  }

  /** While the server shows another certificate. */
  private static void whileServerShows(IssuedCertificate other, Runnable work) {
    try {
      database.server.replaceCertificate(other);
      work.run();
    } finally {
      database.server.replaceCertificate(authority.server());
    }
  }

  @Test
  void everyConnectionShowsTheCertificateToWhomItTrusts() {
    IssuedCertificate client = authority.client("ras");
    try (PostgresAdapter adapter = connect(database.config(showing(authority, client)))) {
      adapter.migrate();
      adapter.batchRepository();
      try (SideModels models = adapter.sideModels()) {
        models.open(SideModels.Kind.REBUILT);
        adapter.ping();
        assertThat(database.sessions())
            .hasSizeGreaterThan(2)
            .allMatch(session -> session.isOf(client));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"require", "verify-ca", "verify-full", "verify-full&sslNegotiation=direct"})
  void aPasswordIsEnoughWhereTheServerAsksForNoCertificate(String mode) {
    try (PostgresAdapter adapter = connect(guarded(mode, trusting(authority)))) {
      adapter.ping();
    }
  }

  @Test
  void aWrongPassword() {
    assertEndsTheStart(
        database.config("verify-full", "guarded", "wr0ng-s3cr3t").withTls(trusting(authority)),
        "password authentication failed for user \"guarded\" (SQLSTATE 28P01)",
        "check the user and the password in DATABASE_URL");
    // With clientcert=verify-full the server says the same of a certificate.
    assertEndsTheStart(
        database
            .config("verify-full", "guarded", "wr0ng-s3cr3t")
            .withTls(showing(authority, authority.client("somebody"))),
        "or pg_hba.conf has clientcert=verify-full",
        "the certificate that is shown is of CN=somebody");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"require", "verify-ca", "verify-full", "verify-full&sslNegotiation=direct"})
  void anAuthorityThatIsNotTrusted(String mode) {
    assertEndsTheStart(
        guarded(mode, trusting(stranger)),
        "TLS: the certificate of CN=localhost was issued by CN=RAS test authority",
        "which is not trusted: name its authority with DATABASE_SSLROOTCERT (SQLSTATE 08004)");
  }

  @Test
  void anAuthorityThatTheDriverDoesNotTrust() {
    PostgresConfig ofTheDriver =
        database.config("verify-ca&sslrootcert=" + stranger.trustedPem(), "guarded", SECRET);
    assertEndsTheStart(
        ofTheDriver,
        "TLS: its certificate was issued by an authority that is not trusted",
        "DATABASE_URL's sslrootcert");
  }

  @Test
  void aCertificateThatHasExpired() {
    whileServerShows(
        authority.issue(CertificateRequest.server().expired()),
        () ->
            assertEndsTheStart(
                guarded("verify-ca", trusting(authority)),
                "TLS: the certificate of CN=localhost has expired on 20"));
  }

  @Test
  void aCertificateOfAnotherHost() {
    whileServerShows(
        authority.issue(CertificateRequest.server("db.example.org")),
        () -> {
          connect(guarded("verify-ca", trusting(authority))).close();
          connect(guarded("require", trusting(authority))).close();
          assertEndsTheStart(
              guarded("verify-full", trusting(authority)),
              "TLS: the certificate of CN=db.example.org is for db.example.org, and not for"
                  + " 127.0.0.1 (SQLSTATE 08004)");
        });
  }

  @Test
  void aCertificateOfTheClientThatIsWanted() {
    assertEndsTheStart(
        database.config(trusting(authority)),
        "connection requires a valid client certificate (SQLSTATE 28000)",
        "name the certificate of the user and its key with DATABASE_URL's sslcert and sslkey");
  }

  @Test
  void aCertificateOfAnotherUser() {
    assertEndsTheStart(
        database.config(showing(authority, authority.client("somebody"))),
        "certificate authentication failed for user \"ras\" (SQLSTATE 28000)",
        "the common name of the certificate of DATABASE_URL's sslcert has to be that of the user");
  }

  @Test
  void aCertificateOfTheClientThatTheServerDoesNotTrust() {
    // It is not shown to who names other authorities.
    assertEndsTheStart(
        database.config(showing(authority, stranger.client("ras"))),
        "connection requires a valid client certificate (SQLSTATE 28000)",
        "an authority of the server's ssl_ca_file has to have issued it");
  }

  /** With TLS 1.3 the alert comes after the handshake, and the driver may write meanwhile. */
  @RepeatedTest(20)
  void aCertificateOfTheClientThatHasExpired() {
    assertEndsTheStart(
        database.config(
            showing(authority, authority.issue(CertificateRequest.client("ras").expired()))),
        "TLS: the other side says that the certificate of DATABASE_SSLCERT has expired");
  }

  @Test
  void aServerThatLetsNobodyInWithoutTls() {
    assertEndsTheStart(
        database.config("disable", "guarded", SECRET),
        "no encryption (SQLSTATE 28000)",
        "set sslmode=verify-full and sslrootcert in DATABASE_URL");
  }

  @Test
  void aServerThatSpeaksNoTls() {
    String plain = EmbeddedServers.postgres().createDatabase("plain").replaceFirst("\\?.*", "");
    for (PostgresConfig config :
        new PostgresConfig[] {
          new PostgresConfig(plain + "?sslmode=verify-full", "postgres", SECRET, 2).withTls(ras()),
          new PostgresConfig(plain + "?sslmode=require", "postgres", SECRET, 2)
        }) {
      assertEndsTheStart(
          config, "(DATABASE_URL) speaks no TLS, which sslmode asks for: set ssl = on there");
    }
  }

  @Test
  void whatWasRightAndIsNoMoreIsWaitedForWhileServing() {
    try (PostgresAdapter adapter = connect(database.config(ras()))) {
      adapter.ping();
      whileServerShows(
          authority.issue(CertificateRequest.server().expired()),
          () -> {
            database.administrator.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'ras'");
            await()
                .atMost(LONG)
                .untilAsserted(() ->
                    assertThatThrownBy(adapter::ping)
                        .isInstanceOf(UnavailableException.class)
                        .hasMessageContaining(
                            "TLS: the certificate of CN=localhost has expired on"));
          });
      await()
          .atMost(LONG)
          .ignoreExceptions()
          .until(() -> {
            adapter.ping();
            return true;
          });
    }
  }
}
