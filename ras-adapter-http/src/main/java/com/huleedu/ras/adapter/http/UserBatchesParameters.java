package com.huleedu.ras.adapter.http;

import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.OverallStatus;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.port.query.StatusFilter;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the query string of the list of a user's batches. Unknown parameters are ignored. */
final class UserBatchesParameters {
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");
  private static final long MAX_OFFSET = 999_999_999_999_999_999L;
  private static final String STATUSES =
      Arrays.stream(OverallStatus.values()).map(Enum::name).collect(Collectors.joining(", "))
          + ", "
          + Arrays.stream(BatchStatus.values())
              .map(BatchStatus::eventName)
              .collect(Collectors.joining(", "));

  private final List<String> pairs;
  private final ParameterProblems problems = new ParameterProblems();

  private UserBatchesParameters(String rawQuery) {
    pairs = Arrays.asList(rawQuery.split("&", -1));
  }

  /** What reading yields. */
  sealed interface Result {
    record Valid(UserBatchesQuery query) implements Result {}

    /**
     * At least one parameter is wrong.
     *
     * @param detail names every wrong parameter, what was given and what is accepted
     */
    record Invalid(String detail) implements Result {}
  }

  static Result read(UserId user, String rawQuery) {
    return new UserBatchesParameters(rawQuery).read(user);
  }

  private Result read(UserId user) {
    int limit =
        (int) number("limit", 1, UserBatchesQuery.MAX_LIMIT, UserBatchesQuery.DEFAULT_LIMIT);
    long offset = number("offset", 0, MAX_OFFSET, 0);
    StatusFilter filter = status();
    return problems
        .text()
        .<Result>map(Result.Invalid::new)
        .orElseGet(() -> new Result.Valid(new UserBatchesQuery(user, filter, limit, offset)));
  }

  /** The number, or the default one if it is absent, or wrong, which then is a problem. */
  private long number(String name, long min, long max, long absent) {
    Optional<String> given = single(name);
    if (given.isEmpty()) {
      return absent;
    }
    long value = given.filter(DIGITS.asMatchPredicate()).map(Long::parseLong).orElse(-1L);
    if (value >= min && value <= max) {
      return value;
    }
    problems.add(name, given.get(), "a whole number from %d to %d".formatted(min, max));
    return absent;
  }

  private StatusFilter status() {
    String given = single("status").orElse("");
    if (given.isEmpty()) {
      return new StatusFilter.All();
    }
    for (OverallStatus status : OverallStatus.values()) {
      if (status.name().equals(given)) {
        return new StatusFilter.Overall(status);
      }
    }
    Optional<BatchStatus> exact = BatchStatus.ofEventName(given);
    if (exact.isEmpty()) {
      problems.add("status", given, "one of " + STATUSES + ", or nothing");
      return new StatusFilter.All();
    }
    return new StatusFilter.Exact(exact.get());
  }

  /** The one value of a parameter; empty if it is absent, or wrong, which then is a problem. */
  private Optional<String> single(String name) {
    List<String> raw = pairs.stream().filter(pair -> isNamed(pair, name)).distinct().toList();
    if (raw.size() > 1) {
      problems.add(name, String.join("&", raw), "one value");
      return Optional.empty();
    }
    if (raw.isEmpty()) {
      return Optional.empty();
    }
    String value =
        raw.getFirst().substring(Math.min(nameEnd(raw.getFirst()) + 1, raw.getFirst().length()));
    Optional<String> decoded = Percent.decodeQuery(value);
    if (decoded.isEmpty()) {
      problems.add(name, value, "percent-encoded UTF-8");
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
