package com.huleedu.ras.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresTlsTest {
  @TempDir private static Path files;
  private static TestAuthority authority;
  private static TestAuthority other;
  private static PostgresServer strict;
  private static PostgresServer lenient;

  @BeforeAll
  static void start() throws SQLException {
    authority = TestAuthority.create(files);
    other = TestAuthority.create(files.resolve("a name with 'spaces'"));
    strict = PostgresServer.startSecured(PostgresTls.of(authority).withCertificateUsers("by_name"));
    lenient = PostgresServer.startSecured(PostgresTls.of(other).optional());
    try (Connection connection = DriverManager.getConnection(strict.jdbcUrl());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE by_name LOGIN");
      statement.execute("CREATE ROLE by_word LOGIN PASSWORD 's3cr3t'");
    }
  }

  @AfterAll
  static void stop() {
    Stream.of(strict, lenient).forEach(PostgresServer::close);
  }

  @Test
  void whoTrustsItsAuthorityIsServedAndPlainTextIsNot() throws SQLException {
    assertThat(secured(strict, "postgres", with("verify-full", authority))).isTrue();
    assertThat(secured(strict, "postgres", with("require", null))).isTrue();
    assertThatThrownBy(() -> secured(strict, "postgres", with("verify-full", other)))
        .isInstanceOf(SQLException.class)
        .hasStackTraceContaining("path");
    assertThatThrownBy(() -> secured(strict, "postgres", with("disable", null)))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28000"))
        .hasMessageContaining("no encryption");
  }

  @Test
  void plainTextIsServedAsWellWhereTlsIsOptional() throws SQLException {
    assertThat(secured(lenient, "postgres", with("disable", null))).isFalse();
    assertThat(secured(lenient, "postgres", with("verify-full", other))).isTrue();
  }

  @Test
  void aUserComesInByTheCertificateOfItsName() throws SQLException {
    assertThat(secured(strict, "by_name", showing(authority.client("by_name")))).isTrue();
    assertThatThrownBy(() -> secured(strict, "by_name", with("verify-full", authority)))
        .hasMessageContaining("requires a valid client certificate");
    assertThatThrownBy(() -> secured(strict, "by_name", showing(authority.client("by_word"))))
        .hasMessageContaining("authentication failed");
    assertThatThrownBy(() -> secured(strict, "by_name", showing(other.client("by_name"))))
        .isInstanceOf(SQLException.class);
    IssuedCertificate late = authority.issue(CertificateRequest.client("by_name").expired());
    assertThatThrownBy(() -> secured(strict, "by_name", showing(late)))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void anyOtherUserComesInByItsPassword() throws SQLException {
    Properties settings = with("verify-full", authority);
    settings.put("password", "s3cr3t");
    assertThat(secured(strict, "by_word", settings)).isTrue();
    settings.put("password", "wrong");
    assertThatThrownBy(() -> secured(strict, "by_word", settings))
        .hasMessageContaining("authentication failed");
  }

  @Test
  void itsDatabasesAreReachedAsEver() throws SQLException {
    try (Connection connection = DriverManager.getConnection(strict.createDatabase("mine"))) {
      assertThat(isSecured(connection)).isTrue();
    }
  }

  @Test
  void aReplacedCertificateIsShownToWhoeverConnectsNext() throws Exception {
    Properties strictly = with("verify-full", other);
    try (Connection before = connect(lenient, "postgres", strictly)) {
      IssuedCertificate next = other.issue(CertificateRequest.server().rsa());
      lenient.replaceCertificate(next);
      assertThat(TlsProbe.certificateOfPostgres(lenient.port())).isEqualTo(next.certificate());
      assertThat(secured(lenient, "postgres", strictly)).isTrue();
      assertThat(before.isValid(1)).isTrue();
    }
    lenient.replaceCertificate(other.issue(CertificateRequest.server().expired()));
    assertThatThrownBy(() -> secured(lenient, "postgres", strictly))
        .hasStackTraceContaining("validity");
    lenient.replaceCertificate(other.issue(CertificateRequest.server("elsewhere.example")));
    assertThatThrownBy(() -> secured(lenient, "postgres", strictly))
        .hasMessageContaining("hostname");
    lenient.restart();
    lenient.replaceCertificate(other.server());
    assertThat(secured(lenient, "postgres", strictly)).isTrue();
  }

  private static Properties with(String mode, TestAuthority trusted) {
    Properties settings = new Properties();
    settings.put("sslmode", mode);
    if (trusted != null) {
      settings.put("sslrootcert", trusted.trustedPem().toString());
    }
    return settings;
  }

  private static Properties showing(IssuedCertificate client) {
    Properties settings = with("verify-full", authority);
    settings.put("sslcert", client.chain().toString());
    settings.put("sslkey", client.key().toString());
    settings.put("pemKeyAlgorithm", "EC");
    return settings;
  }

  private static boolean secured(PostgresServer server, String user, Properties settings)
      throws SQLException {
    try (Connection connection = connect(server, user, settings)) {
      return isSecured(connection);
    }
  }

  private static Connection connect(PostgresServer server, String user, Properties settings)
      throws SQLException {
    settings.put("user", user);
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + server.port() + "/ras", settings);
  }

  private static boolean isSecured(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
      rows.next();
      return rows.getBoolean(1);
    }
  }
}
