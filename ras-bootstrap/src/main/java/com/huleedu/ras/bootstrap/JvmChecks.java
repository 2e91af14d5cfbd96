package com.huleedu.ras.bootstrap;

import com.huleedu.ras.domain.port.checkup.Finding;
import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Of a checkup: the JVM that this command runs on, as a service does that is started like it. */
final class JvmChecks {
  /**
   * Of the memory of the machine, or of the container, for heap; the rest of a JVM takes as much.
   */
  private static final double SHARE = 0.75;

  private final long heap;
  private final long memory;
  private final long files;
  private final int connections;
  private final Path temporary;

  /**
   * @param heap bytes that it may grow to
   * @param memory bytes of the machine, or of the container
   * @param files that may be open; 0 where the system does not say
   * @param connections that the ports take where files are no matter
   */
  JvmChecks(long heap, long memory, long files, int connections, Path temporary) {
    this.heap = heap;
    this.memory = memory;
    this.files = files;
    this.connections = connections;
    this.temporary = temporary;
  }

  static JvmChecks ofThisOne(int connections) {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new JvmChecks(
        Runtime.getRuntime().maxMemory(),
        system.getTotalMemorySize(),
        system instanceof UnixOperatingSystemMXBean unix ? unix.getMaxFileDescriptorCount() : 0,
        connections,
        Path.of(System.getProperty("java.io.tmpdir")));
  }

  List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    if (heap > SHARE * memory) {
      findings.add(
          Finding.warn(
              "the heap may grow to %s MiB of %s MiB: the system may kill the process"
                  .formatted(heap >> 20, memory >> 20),
              "-Xmx of three quarters at most, or more memory for the container"));
    }
    // The other half is for servers, jars, and connections that are closed and not yet given back.
    if (files > 0 && files < 2L * connections) {
      findings.add(
          Finding.warn(
              "%s files may be open: each of up to %s connections is one"
                  .formatted(files, connections),
              "ulimit -n %s or more (LimitNOFILE of a systemd unit)".formatted(2L * connections)));
    }
    if (!Files.isWritable(temporary)) {
      findings.add(
          Finding.warn(
              "%s can't be written: libraries of compression unpack themselves there"
                  .formatted(temporary),
              "-Djava.io.tmpdir of a directory that RAS may write"));
    }
    return findings.isEmpty()
        ? List.of(
            Finding.ok(
                "Java %s, heap up to %s of %s MiB"
                    .formatted(Runtime.version(), heap >> 20, memory >> 20)))
        : findings;
  }
}
