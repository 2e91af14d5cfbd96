package com.huleedu.ras.bootstrap.command;

import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Brings dead letters into the model, once what made them fail is mended. */
@Command(
    name = "replay",
    description =
        "Replay dead letters: their messages go the ordinary way into the model. One that fails"
            + " again stays open. Harmless when done twice.")
final class DeadLettersReplayCommand extends DeadLetterOrderCommand {
  @Option(names = "--force", description = "Also what was replayed or discarded already.")
  private boolean force;

  @Option(
      names = "--refused-by-first-generation",
      description =
          "Only letters whose message could not be read, and can be now. Nothing is noted of the"
              + " others.")
  private boolean refusedByFirstGeneration;

  DeadLettersReplayCommand() {
    super(
        "replay",
        Set.of("failed_again", "not_invalidated", "would_fail", "already_discarded", "not_found"));
  }

  @Override
  void describe(ObjectNode order) {
    order.put("force", force);
    if (refusedByFirstGeneration) {
      order.put("refused_by_first_generation", true);
    }
  }

  @Override
  boolean picksSome() {
    return refusedByFirstGeneration;
  }
}
