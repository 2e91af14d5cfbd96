package com.huleedu.ras.bootstrap.command;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Dead letters, newest first. */
@Command(
    name = "list",
    description = "List dead letters, newest first; open ones, unless --state says otherwise.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets what it annotates before it runs
final class DeadLettersListCommand implements Callable<Integer> {
  private static final int PAGE = 500;
  private static final List<String> COLUMNS =
      List.of(
          "id",
          "state",
          "attempts",
          "dead_lettered_at",
          "topic",
          "partition",
          "offset",
          "error_type",
          "error_detail");

  @Spec private CommandSpec spec;
  @Mixin private AdminOptions admin;
  @Mixin private DeadLetterFilterOptions filter;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "As many at most (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new ParameterException(spec.commandLine(), "--limit has to be 1 or more: " + limit);
    }
    ObjectNode answer = new JsonMapper().createObjectNode();
    ArrayNode letters = answer.putArray("dead_letters");
    String next = "";
    try (AdminClient client = admin.client()) {
      while (next != null && letters.size() < limit) {
        JsonNode page = client.get(path(letters.size(), next)).orElseThrow();
        page.path("dead_letters").forEach(letters::add);
        next = text(page.path("next_cursor"));
      }
    }
    answer.put("next_cursor", next);
    DeadLetterScreen screen = new DeadLetterScreen(spec);
    if (admin.json()) {
      screen.json(answer);
    } else if (letters.isEmpty()) {
      screen.line("No dead letters.");
    } else {
      screen.table(COLUMNS, letters);
      if (next != null) {
        screen.line("There are more: --limit shows as many as you say.");
      }
    }
    return 0;
  }

  private static @Nullable String text(JsonNode node) {
    return node.isString() ? node.stringValue() : null;
  }

  private String path(int have, String cursor) {
    Map<String, String> parameters = filter.parameters();
    parameters.put("limit", Integer.toString(Math.min(PAGE, limit - have)));
    if (!cursor.isEmpty()) {
      parameters.put("cursor", cursor);
    }
    return "/internal/v1/dead-letters?"
        + parameters.entrySet().stream()
            .map(parameter ->
                parameter.getKey()
                    + "="
                    + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
  }
}
