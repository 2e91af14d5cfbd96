package com.huleedu.ras.adapter.http;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The query string of a question about batches; every mistake is remembered. */
final class QueryParameters {
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

  private final List<String> pairs;
  private final ParameterProblems problems = new ParameterProblems();

  QueryParameters(String rawQuery) {
    pairs = Arrays.asList(rawQuery.split("&", -1));
  }

  /** What is wrong, each with what was given and what is accepted; empty if nothing is. */
  Optional<String> problems() {
    return problems.text();
  }

  void problem(String name, String given, String accepted) {
    problems.add(name, given, accepted);
  }

  /** The number, or the default one if it is absent, or wrong, which then is a problem. */
  long number(String name, long min, long max, long absent) {
    Optional<String> given = single(name);
    if (given.isEmpty()) {
      return absent;
    }
    long value = given.filter(DIGITS.asMatchPredicate()).map(Long::parseLong).orElse(-1L);
    if (value >= min && value <= max) {
      return value;
    }
    problem(name, given.get(), "a whole number from %s to %s".formatted(min, max));
    return absent;
  }

  /** The one value of a parameter; empty if it is absent, or wrong, which then is a problem. */
  Optional<String> single(String name) {
    List<String> raw = pairs.stream().filter(pair -> isNamed(pair, name)).distinct().toList();
    if (raw.size() > 1) {
      problem(name, String.join("&", raw), "one value");
      return Optional.empty();
    }
    if (raw.isEmpty()) {
      return Optional.empty();
    }
    String value =
        raw.getFirst().substring(Math.min(nameEnd(raw.getFirst()) + 1, raw.getFirst().length()));
    Optional<String> decoded = Percent.decodeQuery(value);
    if (decoded.isEmpty()) {
      problem(name, value, "percent-encoded UTF-8");
    }
    return decoded;
  }

  private static boolean isNamed(String pair, String name) {
    return Percent.decodeQuery(pair.substring(0, nameEnd(pair))).filter(name::equals).isPresent();
  }

  private static int nameEnd(String pair) {
    int equals = pair.indexOf('=');
    return equals < 0 ? pair.length() : equals;
  }
}
