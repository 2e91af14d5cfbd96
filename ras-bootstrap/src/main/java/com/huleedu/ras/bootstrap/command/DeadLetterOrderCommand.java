package com.huleedu.ras.bootstrap.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What replaying and discarding have in common. */
@Command(mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets what it annotates before it runs
abstract class DeadLetterOrderCommand implements Callable<Integer> {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String PATH = "/internal/v1/dead-letters/";

  @Spec private CommandSpec spec;
  @Mixin private AdminOptions admin;
  @Mixin private DeadLetterFilterOptions filter;

  @Parameters(arity = "0..*", paramLabel = "ID", description = "The letters meant, one by one.")
  private List<Long> ids = new ArrayList<>();

  @Option(names = "--all", description = "All open letters. Needed where no other filter is given.")
  private boolean all;

  @Option(names = "--dry-run", description = "Only say what would happen.")
  private boolean dryRun;

  private final String verb;
  private final Set<String> undone;

  /**
   * @param verb the last part of the path
   * @param undone the outcomes that are not what was ordered
   */
  DeadLetterOrderCommand(String verb, Set<String> undone) {
    this.verb = verb;
    this.undone = undone;
  }

  /** Adds what this order says beyond the common. */
  abstract void describe(ObjectNode order);

  /** Whether the order itself says which letters are meant. */
  boolean picksSome() {
    return false;
  }

  @Override
  public final Integer call() {
    boolean many = all || picksSome() || !filter.isEmpty();
    if (many != ids.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          many
              ? "Give ids, or a filter, not both"
              : "Say which letters: ids, a filter as --topic, or --all");
    }
    ArrayNode results = JSON.createArrayNode();
    try (AdminClient client = admin.client()) {
      if (many) {
        orderMany(client, results);
      } else {
        ids.forEach(id -> orderOne(client, id, results));
      }
    } finally {
      // What was done before a failure was done.
      print(results);
    }
    return results.values().stream().anyMatch(result -> undone.contains(outcome(result))) ? 1 : 0;
  }

  private ObjectNode order() {
    ObjectNode order = JSON.createObjectNode();
    order.put("dry_run", dryRun);
    describe(order);
    return order;
  }

  private void orderOne(AdminClient client, long id, ArrayNode results) {
    results.add(
        client
            .post(PATH + id + "/" + verb, order())
            .orElseGet(() -> JSON.createObjectNode().put("id", id).put("outcome", "not_found")));
  }

  private void orderMany(AdminClient client, ArrayNode results) {
    ObjectNode order = order();
    order.put("all", all);
    filter.parameters().forEach(order::put);
    @Nullable String next;
    do {
      JsonNode run = client.post(PATH + verb, order).orElseThrow();
      run.path("results").forEach(results::add);
      next = run.path("next_cursor").isString() ? run.path("next_cursor").stringValue() : null;
      order.put("cursor", next);
    } while (next != null);
  }

  private void print(ArrayNode results) {
    DeadLetterScreen screen = new DeadLetterScreen(spec);
    Map<String, Long> counts =
        results.values().stream()
            .collect(
                Collectors.groupingBy(
                    DeadLetterOrderCommand::outcome, TreeMap::new, Collectors.counting()));
    if (admin.json()) {
      ObjectNode answer = JSON.createObjectNode();
      ObjectNode summary = answer.putObject("summary");
      counts.forEach(summary::put);
      answer.set("results", results);
      screen.json(answer);
    } else if (!results.isEmpty()) {
      screen.table(List.of("id", "outcome", "state", "attempts", "detail"), results);
      screen.line(
          counts.entrySet().stream()
              .map(count -> count.getValue() + " " + count.getKey().replace('_', ' '))
              .collect(Collectors.joining(", ", "", dryRun ? " (nothing was done)." : ".")));
    } else {
      screen.line("No such letters.");
    }
  }

  private static String outcome(JsonNode result) {
    return result.path("outcome").asString("");
  }
}
