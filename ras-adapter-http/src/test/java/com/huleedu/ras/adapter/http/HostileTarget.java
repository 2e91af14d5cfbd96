package com.huleedu.ras.adapter.http;

import java.util.random.RandomGenerator;

/** Targets that get as far as an endpoint, with ids and parameters that mean no good. */
final class HostileTarget {
  private static final String[] PIECES = {
    "b",
    "u",
    "user",
    "..",
    "%2e%2e",
    "%2F",
    "%00",
    "%",
    "%4",
    "%zz",
    "%FF",
    "%C3%BC",
    "%C3",
    "+",
    "%ED%A0%80",
    "%F0%9F%98%80",
    "%0d%0aX:%20y",
    "%25",
    ";",
    "é",
    "\u0001",
    "\"",
    "<script>",
    "{}",
    "${jndi:ldap://h}",
    "' or 1=1--",
    "*",
    "%7f",
    "\\",
    "|"
  };
  private static final String[] NAMES = {
    "limit", "offset", "status", "after", "lim%69t", "LIMIT", "limit%00", "%", "x", ""
  };
  private static final String[] VALUES = {
    "",
    "0",
    "1",
    "100",
    "101",
    "-1",
    "+1",
    "%2b1",
    "007",
    "1.0",
    "1e3",
    "0x10",
    "NaN",
    "null",
    "9223372036854775807",
    "99999999999999999999",
    "999999999999999999",
    "COMPLETED",
    "completed",
    "completed_successfully",
    "%43OMPLETED",
    "%20",
    "%",
    "%FF",
    "%00",
    "%F0%9F%98%80",
    "1,2",
    "[]",
    "٣",
    "%D9%A3"
  };

  private final RandomGenerator random;

  HostileTarget(RandomGenerator random) {
    this.random = random;
  }

  String text() {
    return switch (random.nextInt(5)) {
      case 0, 1 ->
          "/internal/v1/batches/" + id() + "/status" + (random.nextInt(4) == 0 ? query() : "");
      case 2 -> "/internal/v1/batches/" + id() + "/essays" + query();
      default -> "/internal/v1/batches/user/" + id() + query();
    };
  }

  private String id() {
    return switch (random.nextInt(6)) {
      case 0, 1 -> "b";
      case 2 -> any(PIECES).repeat(random.nextInt(300));
      default -> any(PIECES) + any(PIECES) + any(PIECES);
    };
  }

  private String query() {
    StringBuilder query = new StringBuilder("?");
    for (int i = random.nextInt(4); i > 0; i--) {
      query
          .append(any(NAMES))
          .append(random.nextInt(9) == 0 ? "" : "=")
          .append(value())
          .append('&');
    }
    if (random.nextInt(100) == 0) {
      query.append("limit=1&".repeat(random.nextInt(900)));
    }
    return query.toString();
  }

  private String value() {
    return random.nextInt(30) == 0 ? "9".repeat(random.nextInt(4_000)) : any(VALUES);
  }

  private String any(String[] choices) {
    return choices[random.nextInt(choices.length)];
  }
}
