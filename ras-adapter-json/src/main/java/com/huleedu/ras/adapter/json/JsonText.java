package com.huleedu.ras.adapter.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** From bytes to a tree of JSON and back to text, exactly as strict as the contract. */
final class JsonText {
  static final int MAX_DEPTH = 200;
  private static final char REPLACEMENT = '\uFFFD';

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          // Kafka bounds a message already; an error text is kept however long.
                          .maxStringLength(Integer.MAX_VALUE)
                          .maxNameLength(Integer.MAX_VALUE)
                          .build())
                  // Producers in Python write a bare NaN.
                  .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                  .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
                  .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
                  .build())
          // 0.10 stays 0.10 where it is only handed on.
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonText() {}

  static JsonNode parse(byte[] utf8) throws MalformedException {
    String text = decode(utf8);
    try (JsonParser parser = MAPPER.createParser(text)) {
      @Nullable JsonNode tree = MAPPER.readTree(parser);
      if (tree == null || tree.isMissingNode()) {
        throw new MalformedException("not_json", "the value holds only white space");
      }
      if (text.contains("INF") || text.contains("Infinity")) {
        // Allowed together with NaN, which alone the contract excuses.
        rejectInfinity(tree);
      }
      return tree;
    } catch (StreamConstraintsException tooMuch) {
      String limit = tooMuch.getOriginalMessage();
      throw new MalformedException(limit.contains("depth") ? "too_deep" : "too_large", limit);
    } catch (JacksonException notJson) {
      throw new MalformedException("not_json", notJson.getOriginalMessage());
    } catch (NumberFormatException tooMuch) {
      // Jackson lets it through: JSON has no limit to exponents, a decimal has.
      throw new MalformedException("too_large", "the value holds a number out of all range");
    }
  }

  private static void rejectInfinity(JsonNode tree) throws MalformedException {
    if (tree.isFloatingPointNumber()
        && !tree.isBigDecimal()
        && Double.isInfinite(tree.doubleValue())) {
      throw new MalformedException("not_json", "the value holds an infinite number");
    }
    for (JsonNode child : tree) {
      rejectInfinity(child);
    }
  }

  /**
   * Jackson alone would guess UTF-16 from a byte-order mark, and let bad UTF-8 pass. What is bad
   * becomes a replacement character: only where there is one it has to be asked whether it was one.
   */
  private static String decode(byte[] utf8) throws MalformedException {
    String text = new String(utf8, StandardCharsets.UTF_8);
    return text.indexOf(REPLACEMENT) < 0 ? text : strictlyDecoded(utf8);
  }

  private static String strictlyDecoded(byte[] utf8) throws MalformedException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(utf8))
          .toString();
    } catch (CharacterCodingException e) {
      throw new MalformedException("not_utf8", "the value is not UTF-8: " + e.getMessage());
    }
  }

  /** Compact, members in their order; storable as it is, whatever the strings hold. */
  static String write(JsonNode tree) {
    return escapeLoneSurrogates(MAPPER.writeValueAsString(tree));
  }

  /**
   * An object of a message as a client can read it. What {@link #write} gives is kept whole, a bare
   * NaN in it, too, which is no JSON: it is null here, as elsewhere.
   */
  static String forClients(String object) {
    return object.contains("NaN") ? write(withoutNaN(MAPPER.readTree(object))) : object;
  }

  private static JsonNode withoutNaN(JsonNode node) {
    if (node.isFloatingPointNumber() && !node.isBigDecimal()) {
      return MAPPER.nullNode();
    }
    if (node instanceof ObjectNode object) {
      object.properties().forEach(entry -> entry.setValue(withoutNaN(entry.getValue())));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, withoutNaN(array.get(i)));
      }
    }
    return node;
  }

  /** Half a surrogate pair has no UTF-8; inside a JSON text it can stay what it was, an escape. */
  private static String escapeLoneSurrogates(String json) {
    StringBuilder out = null;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      boolean pair = i + 1 < json.length() && Character.isSurrogatePair(c, json.charAt(i + 1));
      boolean lone = Character.isSurrogate(c) && !pair;
      if (lone && out == null) {
        out = new StringBuilder(json.length() + 16).append(json, 0, i);
      }
      if (out != null) {
        if (lone) {
          out.append("\\u").append(Integer.toHexString(c));
        } else {
          out.append(c);
          if (pair) {
            out.append(json.charAt(i + 1));
          }
        }
      }
      if (pair) {
        i++;
      }
    }
    return out == null ? json : out.toString();
  }
}
