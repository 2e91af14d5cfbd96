package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Guarantees, G12: a rebuild that is killed or told to end goes on where it was. */
class RebuildKilledTest {
  private static final int WORLDS = 30;

  @Test
  void goesOnWhereItWasKilled() {
    long seed = new Random().nextLong();
    System.out.println("RebuildKilledTest seed " + seed);
    Deployment deployment = new Deployment("killed").with("KAFKA_MAX_POLL_RECORDS", "50");
    String url = deployment.environment().get("DATABASE_URL");
    try (RasService service = deployment.start();
        Log log = new Log(deployment);
        Load load = new Load(deployment, log, seed)) {
      load.publish(WORLDS);
      log.awaitAcknowledged();
      Corruption.everywhere(url);

      start(deployment, "projecting the log: ").kill();
      start(deployment, " of ").kill();
      String told = ended(start(deployment, "projecting the log: "));
      assertThat(told).contains("start it again to go on");
      try (ServiceProcess last = command(deployment)) {
        assertThat(last.exitCode()).as(last.output()).isZero();
        assertThat(projected(last.output())).isBetween(0L, log.messages() - 50);
      }
      assertThat(RebuildTest.withoutPlaces(Rows.of(url)))
          .isEqualTo(RebuildTest.withoutPlaces(Rows.ofFold(load.meant())));
      assertThat(service.health().alive().ok()).isTrue();
    }
  }

  private static ServiceProcess start(Deployment deployment, String until) {
    ServiceProcess command = command(deployment);
    command.awaitOutput(until);
    return command;
  }

  private static ServiceProcess command(Deployment deployment) {
    return ServiceProcess.start(deployment.environment(), "rebuild", "--allow-loss");
  }

  private static String ended(ServiceProcess command) {
    command.stop();
    return command.output();
  }

  private static long projected(String output) {
    String line =
        output.lines().filter(it -> it.contains(" messages projected.")).findFirst().orElseThrow();
    return Long.parseLong(line.substring(0, line.indexOf(' ')));
  }
}
