package com.huleedu.ras.bootstrap.command;

import com.huleedu.ras.bootstrap.RasService;
import com.huleedu.ras.bootstrap.configuration.EffectiveConfiguration;
import com.huleedu.ras.bootstrap.configuration.RasConfiguration;
import com.huleedu.ras.bootstrap.configuration.Version;
import com.huleedu.ras.domain.UnavailableException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Consumes and answers until the process is told to stop. */
@Command(
    name = "serve",
    description = "Consume and answer, until SIGTERM or Ctrl-C (the default).",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  // Made here, too: without arguments there is no picocli that would.
  @Mixin private final ConfigOption config = new ConfigOption();

  @Override
  public void run() {
    Map<String, String> environment = config.environment();
    RasConfiguration configuration = RasConfiguration.fromEnvironment(environment);
    LOG.info("Starting RAS {} with {}", Version.current(), EffectiveConfiguration.set(environment));
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    try {
      say(RasService.start(configuration, stop -> onSignal(told::countDown, stop, stopped)));
    } catch (UnavailableException e) {
      if (told.getCount() > 0) {
        throw e;
      }
      LOG.info("Stopped while starting");
    }
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void onSignal(Runnable told, Runnable stop, CountDownLatch stopped) {
    Runnable work =
        () -> {
          told.run();
          stop.run();
          stopped.countDown();
        };
    Runtime.getRuntime().addShutdownHook(new Thread(work, "ras-stop"));
  }

  private static void say(RasService service) {
    LOG.info(
        "Serving on port {}, metrics on port {}, operators on port {}",
        service.port(),
        service.metricsPort(),
        service.adminPort());
  }
}
