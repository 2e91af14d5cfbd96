package com.huleedu.ras.bootstrap.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The version that the build wrote down. */
public final class Version {
  private Version() {}

  public static String current() {
    try (InputStream file = Version.class.getResourceAsStream("/ras.properties")) {
      Properties properties = new Properties();
      properties.load(Objects.requireNonNull(file, "ras.properties"));
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
