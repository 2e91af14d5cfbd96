package com.huleedu.ras.bootstrap.command;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** One dead letter, with its message and its history. */
@Command(
    name = "show",
    description = "Show one dead letter whole, with its history.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets what it annotates before it runs
final class DeadLettersShowCommand implements Callable<Integer> {
  private static final List<String> MEMBERS =
      List.of(
          "id",
          "state",
          "attempts",
          "topic",
          "partition",
          "offset",
          "timestamp",
          "dead_lettered_at",
          "error_type",
          "error_detail",
          "size");

  @Spec private CommandSpec spec;
  @Mixin private AdminOptions admin;

  @Parameters(paramLabel = "ID", description = "As the list has it.")
  private long id;

  @Override
  public Integer call() {
    Optional<JsonNode> found;
    try (AdminClient client = admin.client()) {
      found = client.get("/internal/v1/dead-letters/" + id);
    }
    if (found.isEmpty()) {
      spec.commandLine().getErr().println("There is no dead letter " + id + ".");
      spec.commandLine().getErr().flush();
      return 1;
    }
    DeadLetterScreen screen = new DeadLetterScreen(spec);
    if (admin.json()) {
      screen.json(found.get());
    } else {
      print(screen, found.get());
    }
    return 0;
  }

  private static void print(DeadLetterScreen screen, JsonNode letter) {
    for (String member : MEMBERS) {
      screen.line(line(member, letter.path(member).asString("-")));
    }
    screen.line(line("key", bytes(letter.path("key"))));
    for (JsonNode header : letter.path("headers")) {
      screen.line(line("header " + header.path("name").asString(""), bytes(header.path("value"))));
    }
    screen.line("");
    screen.table(List.of("at", "action", "by", "detail"), letter.path("history"));
    screen.line("");
    screen.heading("VALUE");
    screen.line(DeadLetterScreen.printable(bytes(letter.path("value"))));
  }

  private static String line(String name, String value) {
    return DeadLetterScreen.printable("%-18s%s".formatted(name, value));
  }

  private static String bytes(JsonNode bytes) {
    if (bytes.isNull()) {
      return "(none)";
    }
    return bytes.path("text").isString()
        ? bytes.path("text").stringValue()
        : "(not UTF-8; base64) " + bytes.path("base64").asString("");
  }
}
