package com.huleedu.ras.adapter.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.SslVerifyMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The form of a URL for Redis. Stricter than the library, which takes what stands before a raw
 * {@code /} of a password for the host, and passes over parameters that it does not know.
 */
final class RedisUrl {
  private static final String FORM =
      "has to be redis[s]://[user:password@]host[:port][/database]; percent-encode special"
          + " characters in user and password (%2F for /, %40 for @, %23 for #, %25 for %)";
  private static final String HOST =
      "(?:[\\w.-]+|\\[[0-9a-fA-F:.]+])(?::\\d{1,5})?(?:,[\\w.-]+(?::\\d{1,5})?)*";
  private static final Pattern PARTS =
      Pattern.compile(
          "(?<scheme>rediss?(?:\\+\\w+|-sentinel)?)://"
              + "(?<user>(?:[^/?#@%\\s]|%[0-9a-fA-F]{2})*@)?"
              + ("(?<host>" + HOST + ")")
              + "(?<database>/\\d*)?(?<query>\\?[^@#\\s]*)?(?<master>#[\\w.-]+)?",
          Pattern.CASE_INSENSITIVE);

  /** In lower case, as the library compares them. */
  private static final Set<String> USED =
      Set.of(
          "database",
          "clientname",
          "libraryname",
          "libraryversion",
          "sentinelmasterid",
          "verifypeer");

  private RedisUrl() {}

  /**
   * Looks whether it has the form, and whether each of its parameters is used.
   *
   * @throws IllegalArgumentException saying what is wrong, without any part of the URL but the
   *     names of its parameters
   */
  static void check(String url) {
    Matcher parts = PARTS.matcher(url);
    if (!parts.matches()) {
      throw new IllegalArgumentException("the URL " + FORM);
    }
    List<String> complaints = complaints(parts);
    if (!complaints.isEmpty()) {
      throw new IllegalArgumentException("the URL " + String.join("; ", complaints));
    }
    try {
      RedisURI.create(url);
    } catch (RuntimeException e) {
      // The library's message may quote the password.
      throw new IllegalArgumentException("the URL " + FORM);
    }
  }

  /**
   * Looks whether material of TLS would be used.
   *
   * @throws IllegalArgumentException saying why it would not
   */
  static void checkTls(String url) {
    RedisURI uri = RedisURI.create(url);
    if (!uri.isSsl()) {
      throw new IllegalArgumentException(
          "the URL has to begin with rediss:// (or rediss-sentinel://) if certificates are given"
              + " (REDIS_TLS_…), since redis:// speaks no TLS");
    }
    if (uri.getVerifyMode() == SslVerifyMode.NONE) {
      throw new IllegalArgumentException(
          "the URL says verifyPeer=NONE, by which whoever answers is believed, and certificates are"
              + " given (REDIS_TLS_…): take one of them away");
    }
  }

  private static List<String> complaints(Matcher parts) {
    List<String> complaints = new ArrayList<>();
    String query = parts.group("query") == null ? "" : parts.group("query").substring(1);
    for (String parameter : query.split("&", -1)) {
      String name = parameter.replaceFirst("=.*", "");
      String known = name.toLowerCase(Locale.ROOT);
      if (known.equals("timeout")) {
        complaints.add("has timeout, which is not for it to say: RAS has its own, by kind of work");
      } else if (known.equals("database") && parts.group("database") != null) {
        complaints.add("names the database twice");
      } else if (!parameter.isEmpty() && !(USED.contains(known) && parameter.contains("="))) {
        complaints.add(
            name.matches("[A-Za-z_]{2,40}")
                ? "has a parameter that is not known: " + name
                : "has a parameter that is none: they are name=value, joined by &");
      }
    }
    return complaints;
  }

  /** Without user, password and parameters. */
  static String shown(String url) {
    Matcher parts = PARTS.matcher(url);
    if (!parts.matches()) {
      return "(not shown, as it may hold a password)";
    }
    return parts.group("scheme")
        + "://"
        + (parts.group("user") == null ? "" : "***@")
        + parts.group("host")
        + (parts.group("database") == null ? "" : parts.group("database"))
        + (parts.group("query") == null ? "" : "…");
  }
}
