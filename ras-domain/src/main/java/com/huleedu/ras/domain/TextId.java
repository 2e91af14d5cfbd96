package com.huleedu.ras.domain;

/**
 * Where the text of an essay is stored.
 *
 * @param value 1 to 255 characters, without NUL
 */
public record TextId(String value) {
  public TextId {
    Identifiers.check("text_storage_id", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
