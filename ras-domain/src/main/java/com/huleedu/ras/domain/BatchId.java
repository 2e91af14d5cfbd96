package com.huleedu.ras.domain;

/**
 * A batch of essays, as the service that registered it names it.
 *
 * @param value 1 to 255 characters, without NUL; ordered by code points
 */
public record BatchId(String value) implements Comparable<BatchId> {
  public BatchId {
    Identifiers.check("batch_id", value);
  }

  @Override
  public int compareTo(BatchId other) {
    return CodePoints.ASCENDING.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
