package com.huleedu.ras.domain.port.rebuild;

import com.huleedu.ras.domain.batch.Facts;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of the model: as it is stored, or as facts demand it.
 *
 * @param columns all but the key, in the order of the table; equal values have equal texts, and
 *     null is no value; nobody changes the map
 * @param facts what the row says; null if it says nothing that makes sense
 */
public record ModelRow(RowKey key, Map<String, @Nullable String> columns, @Nullable Facts facts) {
  /**
   * The column of a batch that is derived from facts of several rows, so that no fold of one row
   * demands a value of it. To an audit it is {@link #AS_FACTS_SAY}, or says what it is instead.
   */
  public static final String STATUS = "status";

  /** What a derived column has to be: what the facts that are stored give. */
  public static final String AS_FACTS_SAY = "as the facts say";

  /**
   * Whether it is only the place of a batch that an essay claims to belong to, or that has an
   * outcome. Which places there are depends on how messages came in polls, and nothing depends on
   * places.
   */
  public boolean isPlace() {
    return key.table() == ModelTable.BATCH_RESULTS
        && columns.values().stream().allMatch(value -> value == null || value.equals("{}"));
  }

  /** How many its values have. */
  public long characters() {
    return columns.values().stream().mapToLong(value -> value == null ? 0 : value.length()).sum();
  }
}
