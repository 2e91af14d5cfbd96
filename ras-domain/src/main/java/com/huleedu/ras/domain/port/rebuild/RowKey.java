package com.huleedu.ras.domain.port.rebuild;

import com.huleedu.ras.domain.CodePoints;
import java.util.Iterator;
import java.util.List;

/**
 * What names a row; ordered by table and then as the tables are, by code points.
 *
 * @param parts the values of its key columns, as text; corrupt rows may have any
 */
public record RowKey(ModelTable table, List<String> parts) implements Comparable<RowKey> {
  public RowKey {
    parts = List.copyOf(parts);
  }

  @Override
  public int compareTo(RowKey other) {
    int order = table.compareTo(other.table);
    Iterator<String> others = other.parts.iterator();
    for (String part : parts) {
      if (order != 0 || !others.hasNext()) {
        break;
      }
      order = CodePoints.ASCENDING.compare(part, others.next());
    }
    return order != 0 ? order : Integer.compare(parts.size(), other.parts.size());
  }

  @Override
  public String toString() {
    return table + " " + String.join(" ", parts);
  }
}
