package com.huleedu.ras.bootstrap.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What operators do with dead letters, over the port for operators of a running service. */
@Command(
    name = "dead-letters",
    description = "Look through the dead letters of a running service, replay or discard them.",
    footer = {
      "",
      "The key comes from INTERNAL_API_KEY, or a file that INTERNAL_API_KEY_FILE names.",
      "Exit codes: 0 done, 1 failed or not all of it done, 2 misused or misconfigured."
    },
    subcommands = {
      DeadLettersListCommand.class,
      DeadLettersShowCommand.class,
      DeadLettersReplayCommand.class,
      DeadLettersDiscardCommand.class,
      CommandLine.HelpCommand.class,
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets what it annotates before it runs
final class DeadLettersCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: list, show, replay, discard");
  }
}
