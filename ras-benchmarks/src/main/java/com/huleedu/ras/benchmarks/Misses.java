package com.huleedu.ras.benchmarks;

import com.huleedu.ras.benchmarks.load.Requests;
import com.huleedu.ras.benchmarks.load.Saturation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;

/** Answers that come from the database, the cache being off. */
final class Misses implements Experiment {
  @Override
  public List<RowId> rows() {
    return List.of(RowId.MISS, RowId.LIST, RowId.LIST_LARGE, RowId.LIST_FILTER);
  }

  @Override
  public List<Row> run(Lab lab, Set<RowId> wanted) {
    Library library = lab.library();
    List<Row> rows = new ArrayList<>();
    try (ServiceProcess service =
            lab.service(
                    "reading", library.database(), library.log(), Map.of("CACHE_ENABLED", "false"))
                .awaitReady();
        ServiceProcess bare =
            lab.bare("database", library.database())
                .await(ServiceProcess.statusPath("none"), 401)) {
      Reading reading = new Reading(lab, library, service.port(), bare.port());
      for (RowId row : rows()) {
        if (wanted.contains(row)) {
          rows.add(reading.measure(row));
        }
      }
    }
    return rows;
  }

  /** The two servers, and what is asked of them. */
  private record Reading(Lab lab, Library library, int service, int bare) {
    Row measure(RowId row) {
      return switch (row) {
        case MISS -> {
          List<byte[]> requests = library.statusRequests();
          yield against(row, bare, requests, library.popular(lab.seed()), requests);
        }
        case LIST -> {
          List<byte[]> requests = pages(Library.LARGE_USER, List.of(0, 20, 40, 60, 80), "");
          yield against(row, bare, requests, new int[] {0, 1, 2, 3, 4}, requests);
        }
        case LIST_LARGE ->
            against(
                row,
                service,
                firstAndLate("", 0.8),
                new int[] {0, 1},
                pages(Library.SMALL_USER, List.of(0, 0), ""));
        default ->
            against(
                row,
                service,
                firstAndLate("COMPLETED", 0.6),
                new int[] {0, 1},
                firstAndLate("", 0.6));
      };
    }

    /** Of those that are completed, seven of ten, the late page has to be one as well. */
    private List<byte[]> firstAndLate(String filter, double part) {
      int late = (int) (lab.scale().largeUser() * part) - 20;
      return pages(Library.LARGE_USER, List.of(0, late), filter);
    }

    private static List<byte[]> pages(String user, List<Integer> offsets, String filter) {
      return offsets.stream()
          .map(offset -> ServiceProcess.request(ServiceProcess.userPath(user, offset, filter)))
          .toList();
    }

    private Row against(
        RowId row, int otherPort, List<byte[]> asked, int[] order, List<byte[]> askedOfOther) {
      if (otherPort == bare) {
        Library.requireSame(service, bare, asked.subList(0, Math.min(50, asked.size())));
      }
      Requests ours = new Requests(service, asked, order, 200);
      Requests others = new Requests(otherPort, askedOfOther, order, 200);
      DoubleSupplier measureOurs = saturation(ours);
      DoubleSupplier measureOthers = saturation(others);
      return Pairs.measure(lab, row, measureOurs, measureOthers).row(row, note(row));
    }

    private String note(RowId row) {
      String sizes =
          "%d connections, %,d batches of %d essays, cache off"
              .formatted(Scale.CONNECTIONS, library.batches().size(), Scale.ESSAYS);
      return row == RowId.MISS
          ? sizes
          : sizes + ", %,d of the user with many".formatted(lab.scale().largeUser());
    }

    private DoubleSupplier saturation(Requests requests) {
      Scale scale = lab.scale();
      Saturation.measure(
          requests, new Saturation.Pace(Scale.CONNECTIONS, scale.warmUp(), Duration.ofMillis(500)));
      return () ->
          Saturation.measure(
              requests, new Saturation.Pace(Scale.CONNECTIONS, scale.settle(), scale.measured()));
    }
  }
}
