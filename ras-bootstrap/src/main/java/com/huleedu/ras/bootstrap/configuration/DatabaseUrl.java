package com.huleedu.ras.bootstrap.configuration;

import java.net.URI;
import java.net.URISyntaxException;
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
 */
record DatabaseUrl(String jdbcUrl, @Nullable String user, @Nullable String password) {
  static final String FORMS =
      "has to be postgresql://user:password@host:port/database (or postgresql+asyncpg://…, or"
          + " jdbc:postgresql://host:port/database?user=…&password=…); percent-encode special"
          + " characters in the password";
  private static final Pattern SCHEME =
      Pattern.compile("(?:jdbc:)?postgres(?:ql)?(?:\\+\\w+)?:(//.*)");

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException if it has none of the forms; the message says which there are
   */
  static DatabaseUrl parse(String url) {
    Matcher matcher = SCHEME.matcher(url);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(FORMS);
    }
    try {
      URI uri = new URI("postgresql:" + matcher.group(1));
      if (uri.getRawPath() == null || uri.getRawPath().length() < 2 || uri.getAuthority() == null) {
        throw new IllegalArgumentException(FORMS);
      }
      return parse(uri);
    } catch (URISyntaxException e) {
      // Its message would quote the password.
      throw new IllegalArgumentException(FORMS);
    }
  }

  private static DatabaseUrl parse(URI uri) {
    String authority = uri.getRawAuthority();
    int at = authority.lastIndexOf('@');
    String[] userInfo = at < 0 ? new String[0] : authority.substring(0, at).split(":", 2);
    String user = userInfo.length > 0 ? decode(userInfo[0]) : null;
    String password = userInfo.length > 1 ? decode(userInfo[1]) : null;
    List<String> parameters = new ArrayList<>();
    String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    for (String parameter : query.split("&", -1)) {
      String value = parameter.substring(parameter.indexOf('=') + 1);
      if (parameter.startsWith("user=")) {
        user = decode(value);
      } else if (parameter.startsWith("password=")) {
        password = decode(value);
      } else if (parameter.startsWith("ssl=")) {
        // asyncpg's word for pgjdbc's sslmode.
        parameters.add(
            value.equals("true") || value.equals("false") ? parameter : "sslmode=" + value);
      } else if (!parameter.isEmpty()) {
        parameters.add(parameter);
      }
    }
    String suffix = parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
    return new DatabaseUrl(
        "jdbc:postgresql://" + authority.substring(at + 1) + uri.getRawPath() + suffix,
        user,
        password);
  }

  private static String decode(String text) {
    // A plus in a URL's user part is a plus, not a space.
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return jdbcUrl;
  }
}
