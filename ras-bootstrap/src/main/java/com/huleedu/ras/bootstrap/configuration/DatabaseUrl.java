package com.huleedu.ras.bootstrap.configuration;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A database URL in any of the forms in use: {@code postgresql://}, {@code postgresql+asyncpg://}
 * (as the Python services write it) and {@code jdbc:postgresql://}. The parts that identify the
 * user are taken out of the URL, so that it can be printed.
 *
 * @param refused what it says that would not be used, each by name
 */
record DatabaseUrl(
    String jdbcUrl, @Nullable String user, @Nullable String password, List<String> refused) {
  static final String FORMS =
      "has to be postgresql://user:password@host:port/database (or postgresql+asyncpg://…, or"
          + " jdbc:postgresql://host:port/database?user=…&password=…); percent-encode special"
          + " characters in user and password (%2F for /, %3F for ?, %23 for #, %25 for %)";
  private static final String HOST = "(?:[\\w.-]+|\\[[0-9a-fA-F:.]+])(?::\\d{1,5})?";

  /**
   * Strict about what follows the user part: of a password with a raw slash the beginning would
   * pass for host and port, and the rest for a database or a parameter, and both would be printed.
   */
  private static final Pattern PARTS =
      Pattern.compile(
          "(?:jdbc:)?postgres(?:ql)?(?:\\+\\w+)?://(?:(?<user>[^/?#\\s]*)@)?"
              + ("(?<hosts>" + HOST + "(?:," + HOST + ")*)")
              + "/(?<database>[^/@?#\\s\\p{Cntrl}]+)(?:\\?(?<query>[^#\\s]*))?");

  DatabaseUrl {
    refused = List.copyOf(refused);
  }

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException if it has none of the forms; the message says which there are
   */
  static DatabaseUrl parse(String url) {
    Matcher parts = PARTS.matcher(url);
    if (!parts.matches()) {
      throw new IllegalArgumentException(FORMS);
    }
    // Decoded only to see whether it can be.
    decode(parts.group("database"));
    Reading reading = new Reading();
    if (parts.group("user") != null) {
      String[] user = parts.group("user").split(":", 2);
      reading.user = decode(user[0]);
      reading.password = user.length > 1 ? decode(user[1]) : null;
    }
    if (parts.group("query") != null) {
      reading.read(parts.group("query"));
    }
    return reading.url("jdbc:postgresql://" + parts.group("hosts") + "/" + parts.group("database"));
  }

  private static String decode(String text) {
    try {
      // A plus in a URL's user part is a plus, not a space.
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException wrongEscape) {
      // Its message would quote the password.
      throw new IllegalArgumentException(FORMS);
    }
  }

  /** What was found so far. */
  private static final class Reading {
    private final List<String> parameters = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private @Nullable String user;
    private @Nullable String password;

    void read(String query) {
      for (String parameter : query.split("&", -1)) {
        String value = parameter.substring(parameter.indexOf('=') + 1);
        if (parameter.startsWith("user=")) {
          user = once("user", user, value);
        } else if (parameter.startsWith("password=")) {
          password = once("password", password, value);
        } else if (parameter.contains("@")) {
          // The rest of a password, rather than a parameter.
          throw new IllegalArgumentException(FORMS);
        } else if (!parameter.isEmpty()) {
          DatabaseParameter.read(parameter, parameters::add, refused::add);
        }
      }
    }

    private String once(String name, @Nullable String before, String value) {
      if (before != null) {
        refused.add("says the " + name + " twice");
      }
      return decode(value);
    }

    DatabaseUrl url(String base) {
      String query = parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
      return new DatabaseUrl(base + query, user, password, refused);
    }
  }

  /** Without user, password and parameters, which may hold one too. */
  @Override
  public String toString() {
    return jdbcUrl.replaceFirst("\\?.*", "");
  }
}
