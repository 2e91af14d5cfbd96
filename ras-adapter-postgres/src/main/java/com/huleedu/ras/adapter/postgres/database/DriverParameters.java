package com.huleedu.ras.adapter.postgres.database;

import com.huleedu.ras.adapter.postgres.PostgresConfig;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a database URL says after its question mark: each parameter is used, or refused by name, for
 * the driver passes over what it does not know, and RAS sets some itself.
 */
public final class DriverParameters {
  static final String APPLICATION_NAME = "result_aggregator_service";

  /** As the migration that refuses the first generation asks for it. */
  static final String GENERATION = "generation 2 of ";

  private static final String TIMES =
      "is not for the URL to say: the times after which RAS gives up (2.5 s for a connection, 15 s"
          + " for a statement) are what its answers during an outage and its stop within 10 s rest"
          + " on";
  private static final String WHERE = "is not used: the URL says where PostgreSQL is before its ?";
  private static final String WRITES = "is not used: RAS writes, and needs a primary";
  private static final Map<String, String> REFUSED = refused();
  private static final Set<String> KNOWN = known();

  private static final Set<String> NO_PRIMARY =
      Set.of("slave", "secondary", "preferslave", "prefersecondary");

  /** What the hand-over from a frozen process, what is read back, and where, rest on. */
  private static final Set<String> OWN_OPTIONS =
      Set.of(
          "search_path",
          "statement_timeout",
          "idle_in_transaction_session_timeout",
          "timezone",
          "default_transaction_isolation",
          "default_transaction_read_only");

  private static final Pattern OPTION = Pattern.compile("(?:-c\\s*|--)([\\w.-]+)\\s*=");

  /** With which nothing goes on unsecured. */
  static final Set<String> MODES_WITH_TLS = Set.of("require", "verify-ca", "verify-full");

  /** In whose place certificates of RAS's own reading are. */
  private static final Set<String> OF_THE_DRIVERS_TLS =
      Set.of(
          "sslfactory",
          "sslfactoryarg",
          "sslrootcert",
          "sslcert",
          "sslkey",
          "sslpassword",
          "sslpasswordcallback",
          "pemKeyAlgorithm");

  /** What is no name may be the rest of a password that was cut by a raw question mark. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z_]{2,40}");

  private final Map<String, String> given = new LinkedHashMap<>();

  private DriverParameters() {}

  private static Set<String> known() {
    String any = "jdbc:postgresql://host/database";
    try {
      return Stream.of(DriverManager.getDriver(any).getPropertyInfo(any, new Properties()))
          .map(property -> property.name)
          .collect(Collectors.toUnmodifiableSet());
    } catch (SQLException e) {
      throw new IllegalStateException("the PostgreSQL driver is not on the class path", e);
    }
  }

  private static Map<String, String> refused() {
    Map<String, String> refused = new HashMap<>();
    Stream.of("connectTimeout", "loginTimeout", "socketTimeout", "queryTimeout")
        .forEach(name -> refused.put(name, TIMES));
    Stream.of("PGHOST", "PGPORT", "PGDBNAME", "service").forEach(name -> refused.put(name, WHERE));
    Stream.of("readOnly", "readOnlyMode", "replication").forEach(name -> refused.put(name, WRITES));
    // The driver still knows the names of these, and logs through java.util.logging now.
    Stream.of("loggerLevel", "loggerFile")
        .forEach(name -> refused.put(name, "is not used: LOG_LEVEL is for RAS"));
    return refused;
  }

  /**
   * Reads the parameters of a URL.
   *
   * @throws IllegalArgumentException naming each that would not be used, and why; no values, since
   *     passwords are among them
   */
  public static DriverParameters of(String jdbcUrl) {
    DriverParameters parameters = new DriverParameters();
    List<String> complaints = new ArrayList<>();
    int start = jdbcUrl.indexOf('?');
    String query = start < 0 ? "" : jdbcUrl.substring(start + 1);
    for (String parameter : query.split("&", -1)) {
      if (!parameter.isEmpty()) {
        parameters.add(parameter).ifPresent(complaints::add);
      }
    }
    if (!complaints.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", complaints));
    }
    return parameters;
  }

  /** What is wrong with it, if anything is. */
  private Optional<String> add(String parameter) {
    int equals = parameter.indexOf('=');
    String name = parameter.substring(0, Math.max(0, equals));
    if (!NAME.matcher(name).matches()) {
      return Optional.of("the parameters after the ? have to be name=value, joined by &");
    }
    if (!KNOWN.contains(name)) {
      return Optional.of("the parameter " + name + " is not one of the driver's" + meant(name));
    }
    if (REFUSED.containsKey(name)) {
      return Optional.of("the parameter " + name + " " + REFUSED.get(name));
    }
    String value;
    try {
      value = URLDecoder.decode(parameter.substring(equals + 1), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException wrongEscape) {
      return Optional.of("the parameter " + name + " has a % that begins no escape (%25)");
    }
    if (given.put(name, value) != null) {
      return Optional.of("the parameter " + name + " is there twice");
    }
    return complaint(name, value);
  }

  private static Optional<String> complaint(String name, String value) {
    return switch (name) {
      case "targetServerType" ->
          NO_PRIMARY.contains(value.toLowerCase(Locale.ROOT))
              ? Optional.of("the parameter " + name + " asks for a standby; RAS writes")
              : Optional.empty();
      case "currentSchema" ->
          PostgresConfig.SCHEMA.matcher(value).matches()
              ? Optional.empty()
              : Optional.of("the parameter " + name + " " + PostgresConfig.SCHEMA_FORM);
      case "options" -> ownOptions(value);
      default -> Optional.empty();
    };
  }

  private static Optional<String> ownOptions(String options) {
    Matcher matcher = OPTION.matcher(options);
    List<String> own =
        matcher
            .results()
            .map(option -> option.group(1).replace('-', '_').toLowerCase(Locale.ROOT))
            .filter(OWN_OPTIONS::contains)
            .toList();
    return own.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "the parameter options sets what RAS sets itself: "
                + String.join(", ", own)
                + (own.contains("search_path")
                    ? " (DATABASE_SCHEMA says where the model lies)"
                    : ""));
  }

  private static String meant(String name) {
    return KNOWN.stream()
        .filter(name::equalsIgnoreCase)
        .findFirst()
        .map(known -> ": did you mean " + known + "?")
        .orElse("");
  }

  /**
   * Looks whether certificates that are given beside the URL would be used.
   *
   * @throws IllegalArgumentException naming the parameter that keeps them from it
   */
  public void checkTls() {
    String mode =
        given.getOrDefault("sslmode", given.containsKey("ssl") ? "verify-full" : "prefer");
    if (!MODES_WITH_TLS.contains(mode.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "the parameter sslmode has to be verify-full (or verify-ca, require) if certificates are"
              + " given (sslrootcert, sslcert), for else RAS would speak without TLS to who offers"
              + " none");
    }
    List<String> others = given.keySet().stream().filter(OF_THE_DRIVERS_TLS::contains).toList();
    if (!others.isEmpty()) {
      throw new IllegalArgumentException(
          "the parameter %s is not used beside sslrootcert, with which RAS has its own in that place"
              .formatted(String.join(", ", others)));
    }
  }

  /** The schema that the URL names, if it does. */
  public @Nullable String schema() {
    return given.get("currentSchema");
  }

  /** The URL without what {@link #schema} says of it. */
  public static String withoutSchema(String jdbcUrl) {
    return jdbcUrl.replaceAll("(?<=[?&])currentSchema=[^&]*&?", "").replaceAll("[?&]$", "");
  }

  boolean has(String name) {
    return given.containsKey(name);
  }

  /**
   * By which the connections are known to the server: it lets no other generation write. Poolers
   * hand a name on that drop options; the mark stands before what the server may cut.
   */
  String applicationName() {
    return GENERATION + givenName();
  }

  /** The same as the first generation has it. */
  public String givenName() {
    return given.getOrDefault("ApplicationName", APPLICATION_NAME);
  }

  /** The options of the URL, and those of RAS after them, for the last one counts. */
  String optionsAnd(String own) {
    return given.containsKey("options") ? given.get("options") + " " + own : own;
  }
}
