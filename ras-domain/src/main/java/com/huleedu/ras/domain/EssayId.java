package com.huleedu.ras.domain;

/**
 * One essay; it belongs to at most one batch at a time.
 *
 * @param value 1 to 255 characters, without NUL; ordered by code points
 */
public record EssayId(String value) implements Comparable<EssayId> {
  public EssayId {
    Identifiers.check("essay_id", value);
  }

  @Override
  public int compareTo(EssayId other) {
    return CodePoints.ASCENDING.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
