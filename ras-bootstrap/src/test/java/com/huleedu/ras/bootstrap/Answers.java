package com.huleedu.ras.bootstrap;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a service answers, held against what a scenario expects. */
final class Answers {
  private static final JsonMapper JSON = new JsonMapper();

  private Answers() {}

  /** What differs, each with its scenario and path; empty if nothing does. */
  static List<String> differences(Api api, Scenario playing) {
    List<String> differences = new ArrayList<>();
    playing
        .batches()
        .forEach((id, expected) -> differences.addAll(batch(api, playing, id, expected)));
    playing
        .users()
        .forEach((user, expected) -> {
          List<String> listed = list(api, user);
          if (!listed.equals(expected)) {
            differences.add(
                "%s: list of %s is %s, expected %s"
                    .formatted(playing.label(), user, listed, expected));
          }
        });
    return differences;
  }

  private static List<String> batch(Api api, Scenario playing, String id, JsonNode expected) {
    HttpResponse<String> response = api.batch(id);
    int status = expected.isNull() ? 404 : 200;
    if (response.statusCode() != status) {
      return List.of(
          "%s: %s answers %d, expected %d"
              .formatted(playing.label(), id, response.statusCode(), status));
    }
    return expected.isNull()
        ? List.of()
        : JsonComparison.differences(
            playing.label() + ": " + id, expected, JSON.readTree(response.body()));
  }

  private static List<String> list(Api api, String user) {
    JsonNode page = JSON.readTree(api.batchesOf(user, "?limit=100").body());
    return page.get("batches").valueStream().map(b -> b.get("batch_id").stringValue()).toList();
  }
}
