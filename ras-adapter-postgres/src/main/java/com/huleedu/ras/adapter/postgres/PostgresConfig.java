package com.huleedu.ras.adapter.postgres;

import com.huleedu.ras.adapter.postgres.database.DriverParameters;
import com.huleedu.ras.tls.Tls;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the database is, and how long to wait for it.
 *
 * @param jdbcUrl {@code jdbc:postgresql://…}; each of its parameters is used, or refused by name:
 *     those of the driver may stand there but for its time-outs, which are given here
 * @param user null if the URL has it; never shown, for a password may stand in its place
 * @param password null if there is none, or the URL has it
 * @param schema in which the model lies, of the form {@link #SCHEMA}; null: where one is, else in
 *     {@value #DEFAULT_SCHEMA}. A {@code currentSchema} of the URL says the same
 * @param poolSize connections at most, 1 or more
 * @param connectionTimeout how long to wait for a connection, new or from the pool
 * @param statementTimeout when the server gives up a statement
 * @param tls whose certificates are believed, in place of {@code sslrootcert}, {@code sslcert} and
 *     {@code sslkey} of the URL; {@code sslmode} says there whether the host is compared, too.
 *     Empty: what the URL says is left to the driver
 */
public record PostgresConfig(
    String jdbcUrl,
    @Nullable String user,
    @Nullable String password,
    @Nullable String schema,
    int poolSize,
    Duration connectionTimeout,
    Duration statementTimeout,
    Optional<Tls> tls) {

  /** In which a new model is made. */
  public static final String DEFAULT_SCHEMA = "ras";

  /** Room for the longest of the names that a rebuild makes of it, which are its own. */
  public static final Pattern SCHEMA =
      Pattern.compile(
          "(?!pg_|information_schema$)(?!.*_(?:rebuild|previous|swapping)$)[A-Za-z_][A-Za-z0-9_]{0,52}");

  /** What {@link #SCHEMA} asks for, in words that follow the name of a setting. */
  public static final String SCHEMA_FORM =
      "has to be the name of one schema, as it is written: letters, digits and _, 53 at most, not"
          + " beginning with a digit or pg_, not ending in _rebuild, _previous or _swapping";

  private static final Duration CONNECTION_TIMEOUT = Duration.ofMillis(2_500);
  private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(15);

  /** What a URL is, as far as it may be shown: without user, password and parameters. */
  private static final Pattern SHOWN =
      Pattern.compile("(jdbc:postgresql:(?://[\\w.:,%\\[\\]-]*/)?[^/@?#:\\s]*)(?:\\?.*)?");

  public PostgresConfig {
    DriverParameters parameters = DriverParameters.of(jdbcUrl);
    if (tls.isPresent()) {
      parameters.checkTls();
    }
    String inUrl = parameters.schema();
    if (schema != null && inUrl != null && !schema.equals(inUrl)) {
      throw new IllegalArgumentException(
          "the parameter currentSchema is another schema than %s (DATABASE_SCHEMA)"
              .formatted(schema));
    }
    schema = schema == null ? inUrl : schema;
    jdbcUrl = DriverParameters.withoutSchema(jdbcUrl);
    if (poolSize < 1) {
      throw new IllegalArgumentException("poolSize is not positive: " + poolSize);
    }
    if (connectionTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "connectionTimeout is shorter than a second: " + connectionTimeout);
    }
    if (statementTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "statementTimeout is shorter than a second: " + statementTimeout);
    }
  }

  /** With the usual timeouts: 2.5 seconds for a connection, 15 seconds for a statement. */
  public PostgresConfig(
      String jdbcUrl,
      @Nullable String user,
      @Nullable String password,
      @Nullable String schema,
      int poolSize) {
    this(
        jdbcUrl,
        user,
        password,
        schema,
        poolSize,
        CONNECTION_TIMEOUT,
        STATEMENT_TIMEOUT,
        Optional.empty());
  }

  /** The same, where a model is found or made. */
  public PostgresConfig(
      String jdbcUrl, @Nullable String user, @Nullable String password, int poolSize) {
    this(jdbcUrl, user, password, null, poolSize);
  }

  /** The same, with another schema in which names without one are looked up, and no other. */
  public PostgresConfig inSchema(String other) {
    return new PostgresConfig(
        jdbcUrl, user, password, other, poolSize, connectionTimeout, statementTimeout, tls);
  }

  /** The same, where a statement may take a long time. */
  public PostgresConfig withStatementTimeout(Duration timeout) {
    return new PostgresConfig(
        jdbcUrl, user, password, schema, poolSize, connectionTimeout, timeout, tls);
  }

  /** The same, over TLS by this. */
  public PostgresConfig withTls(Tls material) {
    return new PostgresConfig(
        jdbcUrl,
        user,
        password,
        schema,
        poolSize,
        connectionTimeout,
        statementTimeout,
        Optional.of(material));
  }

  /**
   * Host and database, for messages: the URL without its parameters, among which secrets may be.
   */
  public String where() {
    Matcher parts = SHOWN.matcher(jdbcUrl);
    return parts.matches() ? parts.group(1) : "(not shown, as it may hold a password)";
  }

  @Override
  public String toString() {
    return "PostgresConfig[jdbcUrl=%s, user=%s, password=%s, schema=%s, poolSize=%s, connectionTimeout=%s, statementTimeout=%s, tls=%s]"
        .formatted(
            where(),
            user == null ? null : "***",
            password == null ? null : "***",
            schema,
            poolSize,
            connectionTimeout,
            statementTimeout,
            tls.map(Tls::toString).orElse("none"));
  }
}
