package com.huleedu.ras.adapter.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The members of one JSON object, read by name. A member that is absent, or of the wrong type,
 * makes the message malformed and is named with its path; null is a value only where the contract
 * says so ({@code orNull}).
 */
final class Members {
  private static final Pattern UUID_FORM =
      Pattern.compile(
          "\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");
  private static final Pattern INTEGER_TEXT = Pattern.compile("-?\\d{1,19}");
  private static final BigDecimal MIN_LONG = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal MAX_LONG = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final int EXCERPT = 60;

  private final JsonNode object;
  private final String path;

  private Members(JsonNode object, String path) {
    this.object = object;
    this.path = path;
  }

  static Members of(JsonNode node, String path) throws MalformedException {
    if (!node.isObject()) {
      throw path.isEmpty()
          ? new MalformedException("not_an_object", "the value is not a JSON object")
          : wrongType(path, "an object", node);
    }
    return new Members(node, path);
  }

  JsonNode node() {
    return object;
  }

  String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** The member; null if it is absent, a null node if it is null. */
  @Nullable JsonNode find(String name) {
    return object.get(name);
  }

  /** Whether the member is there, and not null. */
  boolean has(String name) {
    return orNull(name) != null;
  }

  private JsonNode require(String name) throws MalformedException {
    JsonNode node = object.get(name);
    if (node == null) {
      throw new MalformedException("missing_member", path(name) + " is missing");
    }
    return node;
  }

  private @Nullable JsonNode orNull(String name) {
    JsonNode node = object.get(name);
    return node == null || node.isNull() ? null : node;
  }

  Members members(String name) throws MalformedException {
    return of(require(name), path(name));
  }

  /** The object; null where it is absent or null. */
  @Nullable Members membersOrNull(String name) throws MalformedException {
    JsonNode node = orNull(name);
    return node == null ? null : of(node, path(name));
  }

  /** The object, which may be absent but not null. */
  @Nullable Members membersIfPresent(String name) throws MalformedException {
    JsonNode node = object.get(name);
    return node == null ? null : of(node, path(name));
  }

  String text(String name) throws MalformedException {
    return text(require(name), path(name));
  }

  @Nullable String textOrNull(String name) throws MalformedException {
    JsonNode node = orNull(name);
    return node == null ? null : text(node, path(name));
  }

  /** A text that is kept, and so has to be one that a database and a client can hold. */
  String kept(String name) throws MalformedException {
    return storable(text(name), path(name));
  }

  /** A text that is kept; null where it is absent or null. */
  @Nullable String keptOrNull(String name) throws MalformedException {
    String text = textOrNull(name);
    return text == null ? null : storable(text, path(name));
  }

  private static String storable(String text, String path) throws MalformedException {
    if (text.indexOf(0) >= 0) {
      throw new MalformedException("bad_text", path + " holds a NUL character");
    }
    if (text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
      // No UTF-8 exists for it.
      throw new MalformedException("bad_text", path + " holds half a surrogate pair");
    }
    return text;
  }

  static String text(JsonNode node, String path) throws MalformedException {
    if (!node.isString()) {
      throw wrongType(path, "a string", node);
    }
    return node.stringValue();
  }

  <T> T id(String name, Function<String, T> type) throws MalformedException {
    return id(require(name), path(name), type);
  }

  <T> @Nullable T idOrNull(String name, Function<String, T> type) throws MalformedException {
    JsonNode node = orNull(name);
    return node == null ? null : id(node, path(name), type);
  }

  static <T> T id(JsonNode node, String path, Function<String, T> type) throws MalformedException {
    try {
      return type.apply(text(node, path));
    } catch (IllegalArgumentException notAnId) {
      throw new MalformedException("bad_id", path + ": " + notAnId.getMessage());
    }
  }

  <T> List<T> ids(String name, Function<String, T> type) throws MalformedException {
    List<T> ids = new ArrayList<>();
    for (Element element : elements(name)) {
      ids.add(id(element.node, element.path, type));
    }
    return ids;
  }

  /** The ids in a list, which may be absent but not null. */
  <T> List<T> idsIfPresent(String name, Function<String, T> type) throws MalformedException {
    return object.get(name) == null ? List.of() : ids(name, type);
  }

  /** The texts in a list. */
  List<String> texts(String name) throws MalformedException {
    List<String> texts = new ArrayList<>();
    for (Element element : elements(name)) {
      texts.add(text(element.node, element.path));
    }
    return texts;
  }

  /** Whether the member is true; null stands for false, as its absence does. */
  boolean flag(String name) throws MalformedException {
    JsonNode node = orNull(name);
    if (node == null) {
      return false;
    }
    if (!node.isBoolean()) {
      throw wrongType(path(name), "a boolean", node);
    }
    return node.booleanValue();
  }

  List<Element> elements(String name) throws MalformedException {
    JsonNode array = require(name);
    if (!array.isArray()) {
      throw wrongType(path(name), "an array", array);
    }
    List<Element> elements = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      elements.add(new Element(array.get(i), path(name) + "[" + i + "]"));
    }
    return elements;
  }

  long count(String name) throws MalformedException {
    long value = integer(require(name), path(name));
    return notNegative(value, name);
  }

  @Nullable Long countOrNull(String name) throws MalformedException {
    JsonNode node = orNull(name);
    return node == null ? null : notNegative(integer(node, path(name)), name);
  }

  private long notNegative(long value, String name) throws MalformedException {
    if (value < 0) {
      throw new MalformedException("bad_integer", path(name) + " is negative: " + value);
    }
    return value;
  }

  @Nullable Long integerOrNull(String name) throws MalformedException {
    JsonNode node = orNull(name);
    return node == null ? null : integer(node, path(name));
  }

  /** An integer may come as 5, 5.0 or "5". */
  static long integer(JsonNode node, String path) throws MalformedException {
    BigDecimal value;
    if (node.isString() && INTEGER_TEXT.matcher(node.stringValue()).matches()) {
      value = new BigDecimal(node.stringValue());
    } else if (node.isNumber() && !isNaN(node)) {
      value = number(node, path);
    } else {
      throw wrongType(path, "an integer", node);
    }
    // Compared before it is expanded: 1e999999999 must cost nothing.
    if (value.compareTo(MIN_LONG) < 0 || value.compareTo(MAX_LONG) > 0) {
      throw new MalformedException("bad_integer", path + " is out of range: " + excerpt(node));
    }
    if (value.signum() != 0 && value.stripTrailingZeros().scale() > 0) {
      throw new MalformedException("bad_integer", path + " is not integral: " + excerpt(node));
    }
    return value.longValue();
  }

  /** A number; null where it is absent, null, or a bare NaN. */
  @Nullable Double numberOrNull(String name) throws MalformedException {
    JsonNode node = orNull(name);
    if (node == null || isNaN(node)) {
      return null;
    }
    if (!node.isNumber()) {
      throw wrongType(path(name), "a number", node);
    }
    double value = number(node, path(name)).doubleValue();
    if (!Double.isFinite(value)) {
      throw new MalformedException("bad_number", path(name) + " is out of range: " + excerpt(node));
    }
    return value;
  }

  private static BigDecimal number(JsonNode node, String path) throws MalformedException {
    if (node.isFloatingPointNumber() && !node.isBigDecimal()) {
      // Only NaN and Infinity come as anything else than a decimal.
      throw new MalformedException("not_json", path + " is no JSON number: " + excerpt(node));
    }
    return node.decimalValue();
  }

  private static boolean isNaN(JsonNode node) {
    return node.isFloatingPointNumber() && !node.isBigDecimal() && Double.isNaN(node.doubleValue());
  }

  @Nullable UUID uuidOrNull(String name) throws MalformedException {
    JsonNode node = orNull(name);
    return node == null ? null : uuid(node, path(name));
  }

  static UUID uuid(JsonNode node, String path) throws MalformedException {
    String text = text(node, path);
    // UUID.fromString alone would take "1-1-1-1-1".
    if (!UUID_FORM.matcher(text).matches()) {
      throw new MalformedException("bad_uuid", path + " is not a UUID: " + excerpt(text));
    }
    return UUID.fromString(text);
  }

  private static MalformedException wrongType(String path, String expected, JsonNode actual) {
    return new MalformedException(
        "wrong_type", "%s is not %s: %s".formatted(path, expected, excerpt(actual)));
  }

  private static String excerpt(JsonNode node) {
    return node.isContainer() ? "an " + node.getNodeType() : excerpt(node.toString());
  }

  static String excerpt(String text) {
    return text.length() <= EXCERPT ? text : text.substring(0, EXCERPT) + "…";
  }

  /** One element of an array, with its path. */
  record Element(JsonNode node, String path) {}
}
