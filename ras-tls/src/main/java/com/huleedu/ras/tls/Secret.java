package com.huleedu.ras.tls;

/**
 * A password, which no text shows.
 *
 * @param setting by which an operator knows it
 * @param value as it was given; empty if there is none
 */
public record Secret(String setting, String value) {
  char[] characters() {
    return value.toCharArray();
  }

  @Override
  public String toString() {
    return setting;
  }
}
