package com.huleedu.ras.bootstrap.command;

import com.huleedu.ras.bootstrap.RasService;
import com.huleedu.ras.bootstrap.configuration.RasConfiguration;
import com.huleedu.ras.bootstrap.configuration.Version;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/** Consumes and answers until the process is told to stop. */
@Command(
    name = "serve",
    description = "Consume and answer, until SIGTERM or Ctrl-C (the default).",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  @Override
  public void run() {
    RasConfiguration configuration = RasConfiguration.fromEnvironment(System.getenv());
    LOG.info("Starting RAS {} with {}", Version.current(), configuration);
    CountDownLatch stopped = new CountDownLatch(1);
    RasService service =
        RasService.start(
            configuration,
            stop ->
                Runtime.getRuntime()
                    .addShutdownHook(
                        new Thread(
                            () -> {
                              stop.run();
                              stopped.countDown();
                            },
                            "ras-stop")));
    LOG.info(
        "Serving on port {}, metrics on port {}, operators on port {}",
        service.port(),
        service.metricsPort(),
        service.adminPort());
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
