package com.huleedu.ras.bootstrap;

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
    Parts parts = new Parts();
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  parts.close();
                  stopped.countDown();
                },
                "ras-stop"));
    RasService service = RasService.start(configuration, parts);
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
