package com.huleedu.ras.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Holds processes to a part of a core, each by itself, by control groups of Linux. */
final class CpuLimit {
  private static final long PERIOD_MICROS = 100_000;
  private static final Path GROUPS = Path.of("/sys/fs/cgroup");

  private final Path parent;
  private final Map<String, String> settings;

  private CpuLimit(Path parent, Map<String, String> settings) {
    this.parent = parent;
    this.settings = settings;
  }

  /** Empty where this process may not make control groups. */
  static Optional<CpuLimit> of(double cores) {
    long quota = (long) (cores * PERIOD_MICROS);
    Path first = GROUPS.resolve("cpu");
    boolean old = Files.isDirectory(first);
    Path parent = old ? first : GROUPS;
    Map<String, String> settings =
        old
            ? Map.of(
                "cpu.cfs_period_us", String.valueOf(PERIOD_MICROS),
                "cpu.cfs_quota_us", String.valueOf(quota))
            : Map.of("cpu.max", quota + " " + PERIOD_MICROS);
    CpuLimit limit = new CpuLimit(parent, settings);
    return limit.works() ? Optional.of(limit) : Optional.empty();
  }

  private boolean works() {
    Path trial = parent.resolve("ras-bench-" + ProcessHandle.current().pid());
    try {
      make(trial);
      Files.delete(trial);
      return true;
    } catch (IOException notAllowed) {
      return false;
    }
  }

  private void make(Path group) throws IOException {
    Files.createDirectory(group);
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      Files.writeString(group.resolve(setting.getKey()), setting.getValue());
    }
  }

  /** From now on; {@link #release} it once it has ended. */
  void hold(long pid) {
    Path group = group(pid);
    try {
      make(group);
      Files.writeString(group.resolve("cgroup.procs"), String.valueOf(pid));
    } catch (IOException e) {
      throw new MeasurementFailedException("can't hold a process to a part of a core", e);
    }
  }

  private Path group(long pid) {
    return parent.resolve("ras-bench-" + pid);
  }

  /** Removes what held a process that has ended. */
  void release(long pid) {
    try {
      Files.deleteIfExists(group(pid));
    } catch (IOException e) {
      throw new MeasurementFailedException("can't remove " + group(pid), e);
    }
  }
}
