package com.huleedu.ras.benchmarks;

import com.huleedu.ras.benchmarks.load.OpenLoop;
import com.huleedu.ras.benchmarks.load.Requests;
import com.huleedu.ras.benchmarks.load.Saturation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Twice as many requests as can be answered: how many are answered all the same, and whether the
 * others are told to come again, on connections that stay open. Asks for what comes from the
 * database, since what the cache has is answered as fast as one machine can ask.
 */
final class Overload implements Experiment {
  private static final int CONNECTIONS = 256;

  /** Who is answered later might as well not be. */
  private static final long IN_TIME_NANOS = 1_000_000_000;

  /** A queue has to have the time to grow. */
  private static final int LONGER = 3;

  @Override
  public List<RowId> rows() {
    return List.of(RowId.OVERLOAD);
  }

  @Override
  public List<Row> run(Lab lab, Set<RowId> wanted) {
    Library library = lab.library();
    try (ServiceProcess service =
        lab.service("overload", library.database(), library.log(), Map.of("CACHE_ENABLED", "false"))
            .awaitReady()) {
      Scale scale = lab.scale();
      Requests requests =
          new Requests(service.port(), library.statusRequests(), library.popular(lab.seed()), 200);
      saturation(requests, new Saturation.Pace(Scale.CONNECTIONS, scale.warmUp(), scale.settle()));
      Shed shed = new Shed(lab);
      Pairs pairs =
          Pairs.measure(
              lab,
              RowId.OVERLOAD,
              () -> shed.goodput(requests),
              () -> {
                shed.saturation =
                    saturation(
                        requests,
                        new Saturation.Pace(Scale.CONNECTIONS, scale.settle(), scale.measured()));
                return shed.saturation;
              });
      return List.of(shed.judge(pairs.row(RowId.OVERLOAD, shed.note())));
    }
  }

  private static double saturation(Requests requests, Saturation.Pace pace) {
    return Saturation.measure(requests, pace);
  }

  /** What became of those that were too many, over all repetitions. */
  private static final class Shed {
    private final Lab lab;
    private double saturation;
    private long good;
    private long late;
    private long shed;
    private long unclear;
    private long closed;

    Shed(Lab lab) {
      this.lab = lab;
    }

    double goodput(Requests requests) {
      Scale scale = lab.scale();
      if (saturation == 0) {
        saturation =
            Saturation.measure(
                requests, new Saturation.Pace(Scale.CONNECTIONS, scale.settle(), scale.measured()));
      }
      Duration measured = scale.measured().multipliedBy(LONGER);
      OpenLoop.Result result =
          OpenLoop.run(
              requests,
              new OpenLoop.Pace(2 * saturation, CONNECTIONS, scale.settle(), measured, lab.seed()));
      long inTime = result.latency().getCountBetweenValues(0, IN_TIME_NANOS);
      good += inTime;
      late += result.good() - inTime;
      shed += result.shed();
      unclear += result.shedWithoutRetryAfter() + result.other();
      closed += result.closed();
      return inTime / (measured.toNanos() / 1e9);
    }

    String note() {
      lab.raw()
          .add(
              Map.of(
                  "row",
                  "overload",
                  "good",
                  good,
                  "shed",
                  shed,
                  "not as promised",
                  unclear,
                  "closed",
                  closed));
      return "%,d answered within 1 s, %,d later, %,d told to come again, %,d refused otherwise, %,d connections closed"
          .formatted(good, late, shed, unclear, closed);
    }

    /** Holds only if nobody was refused in another way, or lost the connection. */
    Row judge(Row row) {
      boolean asPromised = unclear == 0 && closed == 0;
      return new Row(
          row.id(),
          row.ours(),
          row.yardstick(),
          row.ratio(),
          row.spread(),
          row.repetitions(),
          row.holds() && asPromised,
          row.note());
    }
  }
}
