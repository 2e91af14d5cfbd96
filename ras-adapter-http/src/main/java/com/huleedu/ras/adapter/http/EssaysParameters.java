package com.huleedu.ras.adapter.http;

import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.port.query.EssaysQuery;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The query string of a page of a batch's essays. Unknown parameters are ignored.
 *
 * @param after null for the first page
 * @param problems what is wrong; empty if nothing is
 */
record EssaysParameters(int limit, @Nullable EssayId after, Optional<String> problems) {

  static EssaysParameters read(String rawQuery) {
    QueryParameters parameters = new QueryParameters(rawQuery);
    int limit = (int) parameters.number("limit", 1, EssaysQuery.MAX_LIMIT, EssaysQuery.MAX_LIMIT);
    EssayId after = after(parameters);
    return new EssaysParameters(limit, after, parameters.problems());
  }

  private static @Nullable EssayId after(QueryParameters parameters) {
    String given = parameters.single("after").orElse("");
    if (given.isEmpty()) {
      return null;
    }
    try {
      return new EssayId(given);
    } catch (IllegalArgumentException _) {
      parameters.problem("after", given, "an essay_id, the next of the page before, or nothing");
      return null;
    }
  }
}
