package com.huleedu.ras.bootstrap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A history of events with the answers that the API must give.
 *
 * @param label tells one playing of a scenario from another
 * @param batches the expected body of each batch; a null node stands for 404
 */
record Scenario(
    String label,
    List<ScenarioEvent> events,
    Map<String, JsonNode> batches,
    Map<String, List<String>> users,
    int deadLetters) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern UUID_TAIL =
      Pattern.compile(
          "(\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-)(\\p{XDigit}{12})");

  /** Those of the first generation. */
  static List<Path> files() {
    return files("/scenarios");
  }

  /** Those of both generations. */
  static List<Path> ofBothGenerations() {
    return Stream.of("/scenarios", "/second-generation")
        .flatMap(folder -> files(folder).stream())
        .toList();
  }

  private static List<Path> files(String folder) {
    try (Stream<Path> files =
        Files.list(Path.of(Objects.requireNonNull(Scenario.class.getResource(folder)).toURI()))) {
      return files.sorted().toList();
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads a scenario so that several playings don't meet in one database: every UUID and every user
   * gets a mark, the same everywhere in the scenario, which leaves all orders as they are.
   *
   * @param playing 0 to 15
   */
  static Scenario read(Path file, int playing) {
    try {
      JsonNode json = JSON.readTree(Files.readString(file));
      JsonNode expect = json.get("expect");
      UnaryOperator<String> rename = renaming(expect, file, playing);
      List<ScenarioEvent> events = new ArrayList<>();
      json.get("events").forEach(event -> events.add(ScenarioEvent.read(event, rename)));
      JsonNode renamed = JSON.readTree(rename.apply(expect.toString()));
      Map<String, JsonNode> batches = new LinkedHashMap<>();
      renamed.get("batches").forEachEntry(batches::put);
      Map<String, List<String>> users = new LinkedHashMap<>();
      renamed
          .get("users")
          .forEachEntry((user, ids) ->
              users.put(user, ids.valueStream().map(JsonNode::stringValue).toList()));
      int deadLetters = renamed.get("dead_letters").intValue();
      return new Scenario(
          json.get("name").stringValue() + "/" + playing, events, batches, users, deadLetters);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static UnaryOperator<String> renaming(JsonNode expect, Path file, int playing) {
    String mark = "-" + file.getFileName().toString().replace(".json", "") + "-" + playing;
    List<String> users = new ArrayList<>();
    expect.get("users").forEachEntry((user, ids) -> users.add(user));
    String digit = Integer.toHexString(playing);
    return text -> {
      // In front of the last group, so that two ids keep the order they had.
      String renamed =
          UUID_TAIL.matcher(text).replaceAll(id -> id.group(1) + digit + id.group(2).substring(1));
      for (String user : users) {
        renamed = renamed.replace("\"" + user + "\"", "\"" + user + mark + "\"");
      }
      return renamed;
    };
  }

  Scenario shuffled(long seed) {
    List<ScenarioEvent> shuffled = new ArrayList<>(events);
    Collections.shuffle(shuffled, new Random(seed));
    return new Scenario(label + " shuffled by " + seed, shuffled, batches, users, deadLetters);
  }

  /** A third of the events is sent again; those of them that are dead letters count twice. */
  Scenario withAThirdAgain(long seed) {
    Random random = new Random(seed);
    List<ScenarioEvent> again = new ArrayList<>(events);
    int letters = deadLetters;
    boolean allGood = deadLetters == 0;
    for (ScenarioEvent event : events) {
      // Which of the bad ones are bad is not written down; so of such scenarios all is sent again.
      if (!allGood || random.nextInt(3) == 0) {
        again.add(event);
      }
    }
    Collections.shuffle(again, random);
    return new Scenario(
        label + " again by " + seed, again, batches, users, allGood ? letters : 2 * letters);
  }
}
