package com.huleedu.ras.domain;

/**
 * The teacher who owns a batch.
 *
 * @param value 1 to 255 characters, without NUL; ordered by code points
 */
public record UserId(String value) implements Comparable<UserId> {
  public UserId {
    Identifiers.check("user_id", value);
  }

  @Override
  public int compareTo(UserId other) {
    return CodePoints.ASCENDING.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
