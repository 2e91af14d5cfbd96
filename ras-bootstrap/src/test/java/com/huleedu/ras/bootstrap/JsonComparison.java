package com.huleedu.ras.bootstrap;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Compares answers as JSON values: timestamps as instants, numbers as numbers, lists in order;
 * members that the expectation does not name are allowed.
 */
final class JsonComparison {
  private JsonComparison() {}

  /** What differs, each with its path; empty if nothing does. */
  static List<String> differences(String path, JsonNode expected, JsonNode actual) {
    List<String> differences = new ArrayList<>();
    compare(path, expected, actual, differences);
    return differences;
  }

  private static void compare(
      String path, JsonNode expected, JsonNode actual, List<String> differences) {
    if (actual == null) {
      differences.add(path + " is missing, expected " + expected);
    } else if (expected.isObject() && actual.isObject()) {
      expected.forEachEntry(
          (name, value) -> compare(path + "." + name, value, actual.get(name), differences));
    } else if (expected.isArray() && actual.isArray() && expected.size() == actual.size()) {
      for (int i = 0; i < expected.size(); i++) {
        compare(path + "[" + i + "]", expected.get(i), actual.get(i), differences);
      }
    } else if (!equal(expected, actual)) {
      differences.add(path + " is " + actual + ", expected " + expected);
    }
  }

  private static boolean equal(JsonNode expected, JsonNode actual) {
    if (expected.isNumber() && actual.isNumber()) {
      return expected.decimalValue().compareTo(actual.decimalValue()) == 0;
    }
    if (expected.equals(actual)) {
      return true;
    }
    try {
      return expected.isString()
          && actual.isString()
          && Instant.parse(expected.stringValue()).equals(Instant.parse(actual.stringValue()));
    } catch (DateTimeParseException notATimestamp) {
      return false;
    }
  }
}
