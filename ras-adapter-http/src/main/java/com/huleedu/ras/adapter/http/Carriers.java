package com.huleedu.ras.adapter.http;

import java.lang.management.ManagementFactory;
import jdk.management.VirtualThreadSchedulerMXBean;

/** The platform threads on which the virtual ones of this process take turns. */
final class Carriers {
  private static final String SETTING = "jdk.virtualThreadScheduler.parallelism";

  private Carriers() {}

  /**
   * Sees to it that there is one more than processors, unless somebody has set their number.
   *
   * <p>A carrier looks for work outside of the queue it is at only when that is empty, and the
   * thread of a new connection is outside. While kept connections ask as fast as they are answered,
   * no queue is ever empty, and with as many carriers as processors new connections wait for as
   * long as that lasts: a probe of {@code /healthz} got no answer in ten seconds. Carriers that
   * compete for a queue look elsewhere (JDK-8373118; decision 41 has the figures).
   */
  static void spareOne() {
    if (System.getProperty(SETTING) != null) {
      return;
    }
    VirtualThreadSchedulerMXBean scheduler =
        ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
    int wanted = Runtime.getRuntime().availableProcessors() + 1;
    if (scheduler.getParallelism() < wanted) {
      scheduler.setParallelism(wanted);
    }
  }
}
