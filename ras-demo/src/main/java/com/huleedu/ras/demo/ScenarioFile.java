package com.huleedu.ras.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * A history of events to be sent.
 *
 * <pre>
 * {"events": [{"topic": "…", "key": null, "value": {…}}, {…, "raw": "text"},
 *             {…, "base64": "…"}, {…, "tombstone": true}]}
 * </pre>
 *
 * <p>A {@code value} is sent as it is written in the file, less the white space between its tokens:
 * numbers, escapes, repeated members, a bare NaN arrive just as they are. Other members are
 * ignored.
 */
final class ScenarioFile {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          // A scenario may hold what the service is to refuse.
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(1_000_000)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final byte[] content;
  private final JsonParser parser;
  private final List<ProducerRecord<byte[], byte[]>> events = new ArrayList<>();

  private ScenarioFile(byte[] content) {
    this.content = content;
    this.parser = JSON.createParser(ObjectReadContext.empty(), content);
  }

  /**
   * The events of a file, in its order.
   *
   * @throws CommandFailedException if it can't be read, or is no scenario
   */
  static List<ProducerRecord<byte[], byte[]>> read(Path file) {
    try {
      return new ScenarioFile(Files.readAllBytes(file)).read();
    } catch (NoSuchFileException e) {
      throw new CommandFailedException("there is no file " + file, e);
    } catch (IOException e) {
      throw new CommandFailedException("can't read " + file + ": " + e.getMessage(), e);
    } catch (StreamReadException e) {
      String where = "line " + e.getLocation().getLineNr();
      throw new CommandFailedException(
          "%s is not JSON: %s (%s)".formatted(file, e.getOriginalMessage(), where), e);
    } catch (JacksonException e) {
      throw new CommandFailedException(file + " is not JSON: " + e.getOriginalMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(file + ": " + e.getMessage(), e);
    }
  }

  private List<ProducerRecord<byte[], byte[]>> read() {
    boolean found = false;
    expect(parser.nextToken() == JsonToken.START_OBJECT, "a scenario is an object");
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String member = parser.currentName();
      JsonToken value = parser.nextToken();
      if (member.equals("events")) {
        expect(value == JsonToken.START_ARRAY, "\"events\" is not a list");
        found = true;
        readEvents();
      } else {
        parser.skipChildren();
      }
    }
    expect(parser.nextToken() == null, "something follows the scenario");
    expect(found, "no \"events\" in it, so it is no scenario");
    return events;
  }

  private void readEvents() {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      String where = "event " + (events.size() + 1) + ": ";
      expect(parser.currentToken() == JsonToken.START_OBJECT, where + "not an object");
      ScenarioEvent event = new ScenarioEvent();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String member = parser.currentName();
        parser.nextToken();
        try {
          readMember(event, member);
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(where + e.getMessage(), e);
        }
      }
      events.add(event.record(where));
    }
  }

  private void readMember(ScenarioEvent event, String member) {
    switch (member) {
      case "topic" -> event.topic(string(member));
      case "key" ->
          event.key(parser.currentToken() == JsonToken.VALUE_NULL ? null : string(member));
      case "value" -> event.value(compactValue());
      case "raw" -> event.value(string(member).getBytes(UTF_8));
      case "base64" -> event.base64(string(member));
      case "tombstone" -> {
        expect(parser.currentToken() == JsonToken.VALUE_TRUE, "\"tombstone\" is not true");
        event.tombstone();
      }
      default -> parser.skipChildren();
    }
  }

  private String string(String member) {
    expect(parser.currentToken() == JsonToken.VALUE_STRING, "\"" + member + "\" is not a string");
    return parser.getString();
  }

  /** The bytes of the current value in the file, without the white space around its tokens. */
  private byte[] compactValue() {
    int begin = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
    parser.skipChildren();
    parser.finishToken();
    int end = Math.toIntExact(parser.currentLocation().getByteOffset());
    ByteArrayOutputStream compact = new ByteArrayOutputStream(end - begin);
    boolean inString = false;
    for (int i = begin; i < end; i++) {
      byte b = content[i];
      if (inString && b == '\\') {
        compact.write(b);
        i++;
      } else if (b == '"') {
        inString = !inString;
      }
      if (inString || !isSpace(content[i])) {
        compact.write(content[i]);
      }
    }
    return compact.toByteArray();
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private static void expect(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
