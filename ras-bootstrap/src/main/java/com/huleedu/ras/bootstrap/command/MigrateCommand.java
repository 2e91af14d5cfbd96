package com.huleedu.ras.bootstrap.command;

import com.huleedu.ras.bootstrap.RasService;
import com.huleedu.ras.bootstrap.configuration.RasConfiguration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Brings the database schema up to date, and nothing else. */
@Command(
    name = "migrate",
    description = "Bring the database schema up to date, and end.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets what it annotates before it runs
final class MigrateCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private ConfigOption config;

  @Override
  public void run() {
    RasService.migrate(RasConfiguration.fromEnvironment(config.environment()));
    spec.commandLine().getOut().println("The database schema is up to date.");
    spec.commandLine().getOut().flush();
  }
}
