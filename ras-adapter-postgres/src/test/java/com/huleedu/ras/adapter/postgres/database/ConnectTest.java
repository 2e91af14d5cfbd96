package com.huleedu.ras.adapter.postgres.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.adapter.postgres.PostgresAdapter;
import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.adapter.postgres.migration.Migrations;
import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.embedded.EmbeddedServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an operator reads when the service can't get at its database. */
class ConnectTest {
  private static final String SECRET = "open sesame";

  @Test
  void aWrongPasswordIsASettingToCorrect() throws Exception {
    String url = EmbeddedServers.postgres().createDatabase("password");
    requirePasswordOf("guarded", url);
    assertThatThrownBy(() -> connect(plain(url), "guarded", SECRET))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining(plain(url))
        .hasMessageContaining("\"guarded\"")
        .hasMessageContaining("check the user and the password")
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void anUnknownUserIsASettingToCorrect() {
    String url = EmbeddedServers.postgres().createDatabase("stranger");
    assertThatThrownBy(() -> connect(plain(url), "stranger", SECRET))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining("stranger")
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void anUnknownDatabaseIsASettingToCorrect() {
    String url = plain(EmbeddedServers.postgres().jdbcUrl()).replaceFirst("/ras$", "/nowhere");
    assertThatThrownBy(() -> connect(url, "postgres", SECRET))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining("nowhere")
        .hasMessageContaining("create the database, or correct its name");
  }

  @Test
  void aUrlOfAnotherKindIsASettingToCorrect() {
    assertThatThrownBy(
            () -> connect("mysql://user:" + SECRET + "@host/db?password=" + SECRET, "u", SECRET))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining("jdbc:postgresql://")
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void aUserWithoutTheRightToConnectIsToldWhichRightThatIs() {
    String url = EmbeddedServers.postgres().createDatabase("connect");
    execute(url, "create role visitor login");
    execute(url, "revoke connect on database " + databaseOf(url) + " from public");
    assertThatThrownBy(() -> connect(plain(url), "visitor", SECRET))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining("GRANT CONNECT ON DATABASE")
        .hasMessageContaining(databaseOf(url))
        .hasMessageNotContaining("CREATE");
    execute(url, "drop role visitor");
  }

  @Test
  @Timeout(20)
  void aClosedPortIsWorthWaitingFor() throws Exception {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    assertUnavailable("jdbc:postgresql://127.0.0.1:" + closed + "/ras");
  }

  /** It takes connections and never says a word. */
  @Test
  @Timeout(20)
  void aSilentServerIsWorthWaitingFor() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String url = "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/ras";
      assertUnavailable(url);
      assertThatThrownBy(() -> connect(url, "postgres", SECRET))
          .hasMessageContaining("(DATABASE_URL) accepts the connection and says nothing");
    }
  }

  private static void assertUnavailable(String url) {
    assertThatThrownBy(() -> connect(url, "postgres", SECRET))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining(url)
        .hasMessageNotContaining(SECRET);
    assertThatThrownBy(() -> Migrations.run(config(url, "postgres", SECRET).inSchema("ras")))
        .isInstanceOf(UnavailableException.class);
  }

  /** The name service may not know it yet, so it is waited for, and said. */
  @Test
  @Timeout(20)
  void anUnknownHostIsNamedAndWaitedFor() {
    assertThatThrownBy(() -> connect("jdbc:postgresql://nowhere.invalid:5432/ras", "me", SECRET))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("host name nowhere.invalid of DATABASE_URL is unknown");
  }

  @Test
  void aDatabaseThatCannotHoldEveryTextIsRefused() {
    String url = EmbeddedServers.postgres().createDatabase("latin");
    execute(url, "create database latin encoding 'LATIN1' locale 'C' template template0");
    String latin = plain(url).replaceFirst("/[^/]*$", "/latin");
    assertThatThrownBy(() -> connect(latin, "postgres", SECRET))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining("LATIN1")
        .hasMessageContaining("ENCODING 'UTF8'");
    execute(url, "drop database latin");
  }

  @Test
  void propertiesThatWouldBeFoundOutByMessagesAreRefused() {
    PostgresConfig config = config("jdbc:postgresql://host/db", "me", SECRET);
    new ServerProperties("UTF8", true, 15_000, 5_000, true).check(config);
    assertRefused(
        new ServerProperties("UTF8", false, 15_000, 5_000, true), "standard_conforming_strings");
    assertRefused(
        new ServerProperties("UTF8", true, 0, 5_000, true), "statement_timeout is not in force");
    assertRefused(
        new ServerProperties("UTF8", true, 15_000, 0, true),
        "idle_in_transaction_session_timeout is not in force");
    assertRefused(
        new ServerProperties("UTF8", true, 15_000, 5_000, false),
        "application_name is not in force");
  }

  private static void assertRefused(ServerProperties properties, String what) {
    assertThatThrownBy(() -> properties.check(config("jdbc:postgresql://host/db", "me", SECRET)))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining(what);
  }

  /** What PgBouncer 1.18 did to two connections: one session, and "S_1 already exists". */
  @Test
  void aPoolerThatSharesSessionsIsRefused() throws Exception {
    String url = EmbeddedServers.postgres().createDatabase("shared");
    PostgresConfig config = config(url, null, null);
    try (Connection one = DataSources.single(config, Duration.ZERO).getConnection();
        Connection another = DataSources.single(config, Duration.ZERO).getConnection()) {
      ServerProperties.checkSessions(one, another, config);
      assertThatThrownBy(() -> ServerProperties.checkSessions(one, one, config))
          .isInstanceOf(MisconfiguredException.class)
          .hasMessageContaining("transaction mode")
          .hasMessageContaining("prepareThreshold=0");
    }
  }

  @Test
  void aConfigurationNeverShowsItsSecrets() {
    assertThat(config("jdbc:postgresql://host/db?password=" + SECRET, "me", SECRET))
        .asString()
        .contains("jdbc:postgresql://host/db", "user=***", "password=***")
        .doesNotContain(SECRET);
  }

  /** What the URL says is said to the server, beside what RAS says itself. */
  @Test
  void parametersOfTheUrlAreUsed() throws Exception {
    String url = EmbeddedServers.postgres().createDatabase("parameters");
    String more = url + "&options=-c%20work_mem=1234kB&ApplicationName=me&tcpKeepAlive=false";
    try (Connection connection =
            DataSources.single(config(more, null, null), Duration.ofSeconds(7)).getConnection();
        ResultSet set =
            connection
                .createStatement()
                .executeQuery(
                    "select current_setting('work_mem'), current_setting('application_name'),"
                        + " current_setting('statement_timeout')")) {
      set.next();
      assertThat(List.of(set.getString(1), set.getString(2), set.getString(3)))
          .containsExactly("1234kB", "generation 2 of me", "7s");
    }
    assertThat(DataSources.single(config(more, null, null), Duration.ZERO).getTcpKeepAlive())
        .isFalse();
    assertThat(DataSources.single(config(url, null, null), Duration.ZERO).getTcpKeepAlive())
        .isTrue();
  }

  /** Numbers of the time-outs are for the server, whatever language the host speaks. */
  @Test
  void optionsAreWrittenInPlainDigits() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.of("fa", "IR"));
    try {
      assertThat(
              DataSources.single(config("jdbc:postgresql://h/d", null, null), Duration.ofSeconds(7))
                  .getOptions())
          .isEqualTo("-c statement_timeout=7000 -c idle_in_transaction_session_timeout=5000");
    } finally {
      Locale.setDefault(before);
    }
  }

  private static PostgresAdapter connect(String url, String user, String password) {
    return PostgresAdapter.connect(config(url, user, password), new SimpleMeterRegistry());
  }

  private static PostgresConfig config(String url, String user, String password) {
    return new PostgresConfig(
        url,
        user,
        password,
        null,
        2,
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Optional.empty());
  }

  private static String plain(String url) {
    return url.replaceFirst("\\?.*", "");
  }

  private static String databaseOf(String url) {
    return plain(url).replaceFirst(".*/", "");
  }

  private static void execute(String url, String sql) {
    try (var direct = DSL.using(url)) {
      direct.execute(sql);
    }
  }

  /** The embedded server trusts everybody; from now on, everybody but this user. */
  private static void requirePasswordOf(String user, String url) throws Exception {
    try (var direct = DSL.using(url)) {
      direct.execute("create role " + user + " login password 'another'");
      Path rules = Path.of(direct.fetchSingle("show hba_file").get(0, String.class));
      String rule = "host all " + user + " 127.0.0.1/32 scram-sha-256\n";
      Files.writeString(rules, rule + Files.readString(rules));
      direct.execute("select pg_reload_conf()");
    }
  }
}
