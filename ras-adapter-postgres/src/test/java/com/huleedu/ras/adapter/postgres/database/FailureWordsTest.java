package com.huleedu.ras.adapter.postgres.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.UnavailableException;
import java.io.EOFException;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Guarantee G5: what an operator reads of a failure says what is wrong, and what to do. */
class FailureWordsTest {
  /** Waited for while serving, and for ever, if nobody is told what to do. */
  @ParameterizedTest
  @CsvSource({
    "28P01, DATABASE_URL",
    "42501, grant",
    "53300, max_connections",
    "25006, primary",
    "3D000, create the database",
  })
  void whatWaitingMayNotHealSaysWhatDoes(String state, String advice) {
    assertThat(Failures.of(new SQLException("the server says so", state)))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("PostgreSQL is unavailable: the server says so; ")
        .hasMessageContaining(advice);
  }

  /** The driver says of each that "The connection attempt failed.", or that there was an error. */
  @Test
  void theNetworksWordsAreKept() {
    assertThat(Failures.reason(network(new UnknownHostException("db.example: Name unknown"))))
        .isEqualTo(
            "the host name db.example of DATABASE_URL is unknown: misspelt, or its DNS is not up");
    assertThat(Failures.reason(network(new SocketTimeoutException("Connect timed out"))))
        .isEqualTo("The connection attempt failed. (no answer in time)");
    assertThat(Failures.reason(network(new EOFException())))
        .isEqualTo("The connection attempt failed. (the server closed the connection)");
    assertThat(Failures.reason(network(new NoRouteToHostException("No route to host"))))
        .isEqualTo("The connection attempt failed. (No route to host)");
  }

  private static DataAccessException network(IOException cause) {
    return new DataAccessException(
        "wrapped", new SQLException("The connection attempt failed.", "08001", cause));
  }
}
