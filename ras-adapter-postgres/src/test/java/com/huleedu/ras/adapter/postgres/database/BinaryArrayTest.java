package com.huleedu.ras.adapter.postgres.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.adapter.postgres.PostgresFixture;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What arrives is what was sent, in the form of the server as in that of texts. */
class BinaryArrayTest {
  private static PostgresFixture store;

  @BeforeAll
  static void start() {
    store = new PostgresFixture();
  }

  @AfterAll
  static void stop() {
    store.close();
  }

  private static Connection connect(boolean binary) throws SQLException {
    String url = store.url() + (store.url().contains("?") ? "&" : "?") + "binaryTransfer=" + binary;
    return DataSources.single(new PostgresConfig(url, null, null, null, 1), Duration.ZERO)
        .getConnection();
  }

  /** The elements as the server writes them, with the type that it takes the array for. */
  private static List<@Nullable String> sent(
      Connection connection, String type, @Nullable Object... elements) throws SQLException {
    String array = "cast(? as %s)".formatted(BinaryArray.arrayName(type));
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select cast(u.it as text), pg_typeof(u.it) from unnest(%s) as u (it)"
                .formatted(array))) {
      statement.setObject(1, new BinaryArray(type, Arrays.asList(elements)));
      List<@Nullable String> texts = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          texts.add(rows.getString(1));
          assertThat(rows.getString(2))
              .isEqualTo(
                  switch (type) {
                    case "text[]" -> "text";
                    case "timestamptz" -> "timestamp with time zone";
                    default -> type;
                  });
        }
      }
      return texts;
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyElementArrives(boolean binary) throws SQLException {
    try (Connection connection = connect(binary)) {
      connection.createStatement().execute("set time zone 'UTC'");
      assertThat(sent(connection, "text", "a", null, "", "NULL", "ü€😀", "\"\\{},", " "))
          .containsExactly("a", null, "", "NULL", "ü€😀", "\"\\{},", " ");
      assertThat(sent(connection, "bigint", 0L, null, Long.MIN_VALUE, Long.MAX_VALUE, 7))
          .containsExactly("0", null, "-9223372036854775808", "9223372036854775807", "7");
      assertThat(sent(connection, "boolean", true, null, false))
          .containsExactly("true", null, "false");
      assertThat(sent(connection, "double precision", 0.1, null, -0.0, 1e308, Double.MIN_VALUE))
          .containsExactly("0.1", null, "-0", "1e+308", "5e-324");
      UUID id = UUID.fromString("f81d4fae-7dec-11d0-a765-00a0c91e6bf6");
      assertThat(sent(connection, "uuid", id, null)).containsExactly(id.toString(), null);
      assertThat(sent(connection, "text[]", "{\"a\",\"b\"}", null, "{}"))
          .as("lists are their texts")
          .containsExactly("{\"a\",\"b\"}", null, "{}");
      assertThat(sent(connection, "text")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyMicrosecondArrives(boolean binary) throws SQLException {
    try (Connection connection = connect(binary)) {
      connection.createStatement().execute("set time zone 'UTC'");
      assertThat(
              sent(
                  connection,
                  "timestamptz",
                  Instant.parse("2026-03-01T08:00:00.123456Z"),
                  null,
                  Instant.parse("2000-01-01T00:00:00Z"),
                  Instant.parse("1999-12-31T23:59:59.999999Z"),
                  Instant.parse("0001-01-01T00:00:00Z"),
                  Instant.parse("9999-12-31T23:59:59.999999Z")))
          .containsExactly(
              "2026-03-01 08:00:00.123456+00",
              null,
              "2000-01-01 00:00:00+00",
              "1999-12-31 23:59:59.999999+00",
              "0001-01-01 00:00:00+00",
              "9999-12-31 23:59:59.999999+00");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0000-12-31T23:59:59.999999Z", "+10000-01-01T00:00:00Z"})
  void aTimeThatHasNoTextIsRefused(String time) {
    assertThatThrownBy(() -> new BinaryArray("timestamptz", List.of(Instant.parse(time))))
        .isInstanceOf(SQLDataException.class)
        .hasMessageContaining(time);
  }

  /** Else the server would read texts, and nobody would notice but by the time it takes. */
  @Test
  void theDriverSendsTheServersForm() throws SQLException {
    try (Connection connection = connect(true);
        PreparedStatement statement = connection.prepareStatement("select cast(? as uuid[])")) {
      BinaryArray sent =
          new BinaryArray("uuid", List.of(new UUID(1, 2))) {
            private static final long serialVersionUID = 1;

            @Override
            public String getValue() {
              throw new AssertionError("asked for the text");
            }
          };
      statement.setObject(1, sent);
      assertThat(statement.execute()).isTrue();
    }
  }
}
