package com.huleedu.ras.domain;

/**
 * One file that was uploaded for a batch, whether it became an essay or not.
 *
 * @param value 1 to 255 characters, without NUL; ordered by code points
 */
public record UploadId(String value) implements Comparable<UploadId> {
  public UploadId {
    Identifiers.check("file_upload_id", value);
  }

  @Override
  public int compareTo(UploadId other) {
    return CodePoints.ASCENDING.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
