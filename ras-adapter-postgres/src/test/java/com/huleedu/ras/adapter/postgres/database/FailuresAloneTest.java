package com.huleedu.ras.adapter.postgres.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.domain.LogGapException;
import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.domain.RejectedByStoreException;
import com.huleedu.ras.domain.UnavailableException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The classifier by itself: a code, and what it means. */
class FailuresAloneTest {
  private static final PostgresConfig CONFIG =
      new PostgresConfig("jdbc:postgresql://host/ras", null, null, 1);

  private static RuntimeException failure(String state) {
    return new IllegalStateException(
        "wrapped", new SQLException("the server says so\nat x", state));
  }

  @ParameterizedTest
  @ValueSource(strings = {"22021", "22008", "23505", "54000"})
  void theDataIsToBlame(String state) {
    assertThat(Failures.of(failure(state)))
        .isInstanceOf(RejectedByStoreException.class)
        .hasMessageContaining(state)
        .hasMessageContaining("the server says so");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "08006", "08001", "40001", "40P01", "53100", "53200", "53300", "57014", "57P01",
        "57P03", "55P03", "25006", "28P01", "42P01", "42501", "58030", "XX000"
      })
  void theServerIsToBlame(String state) {
    assertThat(Failures.of(failure(state)))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("the server says so");
  }

  @Test
  void whatTheServerGaveUpWasTooSlow() {
    assertThat(Failures.of(failure("57014")))
        .isInstanceOfSatisfying(
            UnavailableException.class, e -> assertThat(e.isTooSlow()).isTrue());
    assertThat(Failures.of(failure("55P03")))
        .isInstanceOfSatisfying(
            UnavailableException.class, e -> assertThat(e.isTooSlow()).isFalse());
  }

  /** Of the network the driver says only that it failed. */
  @Test
  void theNetworkIsNamed() {
    assertThat(network(new SocketTimeoutException("Read timed out")))
        .isEqualTo("an I/O error (no answer in time)");
    assertThat(network(new EOFException()))
        .isEqualTo("an I/O error (the server closed the connection)");
    assertThat(network(new SocketException("Broken pipe\nat x")))
        .isEqualTo("an I/O error (Broken pipe)");
    assertThat(network(new ConnectException("Connection refused"))).isEqualTo("an I/O error");
    assertThat(network(new UnknownHostException("db.example: Name or service not known")))
        .startsWith("the host name db.example of DATABASE_URL is unknown");
  }

  private static String network(IOException failure) {
    return Failures.reason(new SQLException("an I/O error", "08001", failure));
  }

  @Test
  void whoMayNotConnectReadsWhichGrantIsMissing() {
    assertThat(Failures.onConnecting(failure("42501"), CONFIG))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining("the server says so")
        .hasMessageContaining("GRANT CONNECT ON DATABASE \"ras\" TO");
    assertThat(Failures.onConnecting(failure("28P01"), CONFIG))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining("check the user and the password");
    assertThat(Failures.onConnecting(failure("57P03"), CONFIG))
        .isInstanceOf(UnavailableException.class);
  }

  @Test
  void inDoubtTheServerIsToBlame() {
    assertThat(Failures.of(new IllegalStateException("no cause at all")))
        .isInstanceOf(UnavailableException.class);
  }

  @Test
  void whatIsKnownAlreadyStaysWhatItIs() {
    LogGapException known = new LogGapException("t", 0, 1, 2, "do this");
    assertThat(Failures.of(known)).isSameAs(known);
    assertThat(Failures.ofReading(known)).isSameAs(known);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "08000", "08001", "08003", "08006", "08007", "08P01", "25006", "40001", "53100",
        "53200", "53300", "55006", "55P03", "57014", "57P01", "57P02", "57P03", "57P05", "58000",
        "58030", "XX000"
      })
  void atTheStartThisIsWaitedFor(String state) {
    assertThat(Failures.atStart(failure(state), CONFIG))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("host")
        .hasMessageContaining("the server says so");
  }

  @ParameterizedTest
  @CsvSource({
    "28P01, check the user and the password",
    "28000, check the user and the password",
    "3D000, create the database",
    "57P04, create the database",
    "42501, grant the user the right",
    "42P07, the schema holds something of that name",
    "42710, the schema holds something of that name",
    "42723, the schema holds something of that name",
    "42P06, the schema holds something of that name",
    "22023, -Duser.timezone=UTC",
    "08004, correct what it names, in the settings",
    "0A000, it answered and refuses",
    "42601, it answered and refuses",
    "22021, it answered and refuses",
    "23505, it answered and refuses",
    "3F000, it answered and refuses",
    "42703, it answered and refuses",
    "42883, it answered and refuses",
    "42P01, it answered and refuses",
    "54000, it answered and refuses",
    "F0000, it answered and refuses",
    "P0001, it answered and refuses"
  })
  void atTheStartThisIsSaidAndWhatToDo(String state, String advice) {
    assertThat(Failures.atStart(failure(state), CONFIG))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining("host")
        .hasMessageContaining("the server says so (SQLSTATE " + state + "); ")
        .hasMessageContaining(advice);
  }

  /** One SQLSTATE for all that a server has against a client. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "connection requires a valid client certificate | DATABASE_URL's sslcert and sslkey",
        "certificate authentication failed for user \"ras\" | pg_ident.conf has to map it",
        "no pg_hba.conf entry for host \"h\", no encryption | sslmode=verify-full",
        "no pg_hba.conf entry for host \"h\", SSL encryption | check the user and the password",
      })
  void whomTheServerRefusesReadsWhatIsLacking(String words, String advice) {
    assertThat(Failures.atStart(new SQLException("FATAL: " + words, "28000"), CONFIG))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining(words + " (SQLSTATE 28000); ")
        .hasMessageContaining(advice);
  }

  /** PgBouncer has one SQLSTATE for nearly all that it says; its words tell them apart. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "unsupported startup parameter: options | ignore_startup_parameters",
        "unsupported startup parameter in options: statement_timeout | ignore_startup_parameters",
        "password authentication failed | check the user and the password",
        "SASL authentication failed | check the user and the password",
        "no such user: ras | check the user and the password",
        "no such database: ras | create the database",
        "SSL required | correct what it names, in the settings",
        "login rejected | correct what it names, in the settings",
        "database \"ras\" does not exist | create the database",
      })
  void whatAPoolerRefusesForGoodEndsTheStart(String words, String advice) {
    assertThat(Failures.atStart(new SQLException("FATAL: " + words, "08P01"), CONFIG))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining(words + " (SQLSTATE 08P01); ")
        .hasMessageContaining(advice);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "server login has been failing, try again later (server_login_retry)",
        "server login has been failing, cached error: connect failed (server_login_retry)",
        "query_wait_timeout",
        "client_login_timeout (server down)",
        "no more connections allowed (max_client_conn)",
        "pooler is shutting down",
        "database \"ras\" is disabled"
      })
  void whatPassesAtAPoolerIsWaitedForWithoutAdvice(String words) {
    SQLException failure = new SQLException("FATAL: " + words, "08P01");
    assertThat(Failures.atStart(failure, CONFIG))
        .isInstanceOf(UnavailableException.class)
        .hasMessageEndingWith(words);
    assertThat(Failures.of(failure))
        .isInstanceOf(UnavailableException.class)
        .hasMessageEndingWith(words);
  }

  @Test
  void onlyARollbackIsAConflict() {
    assertThat(Failures.isConflict(failure("40P01"))).isTrue();
    assertThat(Failures.isConflict(failure("23505"))).isFalse();
    assertThat(Failures.isConflict(new IllegalStateException("no state"))).isFalse();
  }

  @Test
  void noMessageIsToBlameForARead() {
    assertThat(Failures.ofReading(Failures.of(failure("22012"))))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("the server says so");
  }

  @ParameterizedTest
  @CsvSource({
    "0A000, true",
    "26000, true",
    "57P01, true",
    "08003, true",
    "08006, true",
    "08001, false",
    "57014, false",
    "22012, false",
    "'', false"
  })
  void whatHealsByRepeating(String state, boolean heals) {
    assertThat(Failures.healsByRepeating(failure(state))).isEqualTo(heals);
  }

  @Test
  void whoeverHasWaitedLongEnoughDoesNotWaitAgain() {
    SQLException silent = new SQLException("cut", "08006", new SocketTimeoutException("silent"));
    assertThat(Failures.healsByRepeating(silent)).isFalse();
    assertThat(
            Failures.healsByRepeating(
                new IllegalStateException(
                    new SQLTransientConnectionException("no connection", "08003"))))
        .isFalse();
  }

  @Test
  void theFirstStateAndTheInnermostReasonCount() {
    SQLException inner = new SQLException("inner", "23505");
    SQLException outer = new SQLException("outer", "40001", inner);
    assertThat(Failures.sqlState(new IllegalStateException(outer))).isEqualTo("40001");
    assertThat(Failures.sqlState(new SQLException("no state", inner))).isEqualTo("23505");
    assertThat(Failures.sqlState(new IllegalStateException("none"))).isEmpty();

    assertThat(Failures.reason(new IllegalStateException("wrapper", outer))).isEqualTo("inner");
    assertThat(Failures.reason(new IllegalStateException("of ours\nmore"))).isEqualTo("of ours");
    assertThat(Failures.reason(new IllegalStateException())).isEqualTo("IllegalStateException");
    assertThat(Failures.reason(new IllegalStateException(""))).isEmpty();
  }
}
