package com.huleedu.ras.domain.port.rebuild;

import java.util.List;

/**
 * What names a row.
 *
 * @param parts the values of its key columns, as text; corrupt rows may have any
 */
public record RowKey(ModelTable table, List<String> parts) {
  public RowKey {
    parts = List.copyOf(parts);
  }

  @Override
  public String toString() {
    return table + " " + String.join(" ", parts);
  }
}
