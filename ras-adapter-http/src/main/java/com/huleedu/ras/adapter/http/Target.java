package com.huleedu.ras.adapter.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request is aimed at. A client sends the path alone, or, as one behind a proxy does, scheme
 * and authority in front of it, which a server has to accept (RFC 9112, 3.2.2). The authority wins
 * over the header Host; since nothing here depends on either, it is looked at and left out.
 */
final class Target {
  private static final Pattern ORIGIN = Pattern.compile("(?i:https?)://[^/]*");
  // RFC 3986, 3.2.2; the grammar within the brackets is left to whoever looks the host up. Users
  // are deprecated and an error (RFC 9110, 4.2.4), and so is no host at all.
  private static final Pattern SOUND_ORIGIN =
      Pattern.compile(
          "(?i:https?)://(\\[[0-9A-Za-z:.]+]|[0-9A-Za-z._~!$&'()*+,;=%-]+)(:[0-9]{0,5})?");

  private Target() {}

  /** The raw path of a target without query; any other kind of target as it is. */
  static String path(String rawTarget) {
    String origin = origin(rawTarget);
    String path = rawTarget.substring(origin.length());
    return path.isEmpty() && !origin.isEmpty() ? "/" : path;
  }

  /** As {@link #path}, of a target as it came, with a query. */
  static String pathOfWhole(String rawTarget) {
    int end = 0;
    while (end < rawTarget.length() && "?#".indexOf(rawTarget.charAt(end)) < 0) {
      end++;
    }
    return path(rawTarget.substring(0, end));
  }

  /** What is wrong with the authority, if there is one; empty if nothing is. */
  static Optional<String> doubt(String rawTarget) {
    String origin = origin(rawTarget);
    return origin.isEmpty() || SOUND_ORIGIN.matcher(origin).matches()
        ? Optional.empty()
        : Optional.of("A target with a scheme needs a host, a port if there is one, and no user.");
  }

  /** Whether the server as a whole is meant, which only OPTIONS can ask about (RFC 9112, 3.2.4). */
  static boolean isServer(String rawTarget) {
    return rawTarget.equals("*") || (!rawTarget.isEmpty() && rawTarget.equals(origin(rawTarget)));
  }

  private static String origin(String rawTarget) {
    if (rawTarget.startsWith("/")) {
      return ""; // as nearly all have it
    }
    Matcher matcher = ORIGIN.matcher(rawTarget);
    return matcher.lookingAt() ? matcher.group() : "";
  }
}
