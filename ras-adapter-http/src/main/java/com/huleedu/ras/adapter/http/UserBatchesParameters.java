package com.huleedu.ras.adapter.http;

import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.ClientStatus;
import com.huleedu.ras.domain.OverallStatus;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.port.query.StatusFilter;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the query string of the list of a user's batches. Unknown parameters are ignored. */
final class UserBatchesParameters {
  private static final long MAX_OFFSET = 999_999_999_999_999_999L;
  private static final String STATUSES =
      Stream.of(
              Arrays.stream(OverallStatus.values()).map(Enum::name),
              Arrays.stream(BatchStatus.values()).map(BatchStatus::eventName),
              Arrays.stream(ClientStatus.values()).map(ClientStatus::answerName))
          .flatMap(names -> names)
          .distinct()
          .collect(Collectors.joining(", "));

  private final QueryParameters parameters;

  private UserBatchesParameters(String rawQuery) {
    parameters = new QueryParameters(rawQuery);
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
        (int)
            parameters.number(
                "limit", 1, UserBatchesQuery.MAX_LIMIT, UserBatchesQuery.DEFAULT_LIMIT);
    long offset = parameters.number("offset", 0, MAX_OFFSET, 0);
    StatusFilter filter = status();
    return parameters
        .problems()
        .<Result>map(Result.Invalid::new)
        .orElseGet(() -> new Result.Valid(new UserBatchesQuery(user, filter, limit, offset)));
  }

  private StatusFilter status() {
    String given = parameters.single("status").orElse("");
    if (given.isEmpty()) {
      return new StatusFilter.All();
    }
    for (OverallStatus status : OverallStatus.values()) {
      if (status.name().equals(given)) {
        return new StatusFilter.Overall(status);
      }
    }
    return BatchStatus.ofEventName(given)
        .<StatusFilter>map(StatusFilter.Exact::new)
        .or(() -> ClientStatus.ofAnswerName(given).map(StatusFilter.Client::new))
        .orElseGet(() -> {
          parameters.problem("status", given, "one of " + STATUSES + ", or nothing");
          return new StatusFilter.All();
        });
  }
}
