package com.huleedu.ras.bootstrap.configuration;

import java.util.List;
import java.util.Map;

/**
 * What a configuration file says.
 *
 * @param name of the file, without its directory
 * @param entries by the name of the environment variable that would say the same, {@code X} or
 *     {@code X_FILE}
 * @param mistakes what is wrong with the file itself, each with its line; no value is quoted
 * @param complete whether it could be read to its end
 */
record ConfigurationFile(
    String name, Map<String, Entry> entries, List<String> mistakes, boolean complete) {
  /**
   * One line of it.
   *
   * @param place path and line, as {@code kafka.bootstrap-servers (ras.yaml:4)}
   * @param line as {@code ras.yaml:4}
   */
  record Entry(String value, String place, String line) {}

  ConfigurationFile {
    entries = Map.copyOf(entries);
    mistakes = List.copyOf(mistakes);
  }
}
