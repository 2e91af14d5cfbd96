package com.huleedu.ras.bootstrap.command;

import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Sets dead letters aside that nobody needs. */
@Command(
    name = "discard",
    description =
        "Discard dead letters: they are kept, with who did it, when and why, and no longer open.")
@SuppressWarnings("NullAway.Init") // picocli sets what it annotates before it runs
final class DeadLettersDiscardCommand extends DeadLetterOrderCommand {
  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why, for those who look at the letters later.")
  private String reason;

  DeadLettersDiscardCommand() {
    super("discard", Set.of("already_replayed", "not_found"));
  }

  @Override
  void describe(ObjectNode order) {
    order.put("reason", reason);
  }
}
