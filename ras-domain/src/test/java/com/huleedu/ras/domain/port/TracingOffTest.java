package com.huleedu.ras.domain.port;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where nobody collects traces, telling of work makes no object. */
class TracingOffTest {
  private static final int TIMES = 100_000;
  private static final Map<String, String> REQUEST = Map.of();

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void makesNoObject() {
    work(); // whatever it takes once
    long before = threads.getCurrentThreadAllocatedBytes();
    work();
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    // An object takes 16 bytes: of each piece of work there would be sixteen times as many.
    assertThat(allocated).isLessThan(TIMES);
  }

  private static void work() {
    for (int i = 0; i < TIMES; i++) {
      try (Tracing.Span request = Tracing.OFF.serving("GET", "/x", REQUEST, Map::get)) {
        try (Tracing.Span asked = Tracing.OFF.asking(Tracing.Server.POSTGRESQL, "get_batch")) {
          asked.failed("none");
        }
        request.answered(200);
      }
    }
  }
}
