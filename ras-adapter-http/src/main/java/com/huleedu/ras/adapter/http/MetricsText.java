package com.huleedu.ras.adapter.http;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * The text of the metrics, rendered once for all who ask for it at the same time. Whoever asks gets
 * what was so when they asked, or later: a text whose rendering had begun before is not theirs.
 */
final class MetricsText {
  private final UnaryOperator<String> rendering;
  private final AtomicLong asked = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Rendered> ofForms = new HashMap<>();

  /**
   * @param asked how many had asked when the rendering began
   */
  @SuppressWarnings("ArrayRecordComponent") // sent, never compared
  private record Rendered(long asked, byte[] text) {}

  /**
   * @param rendering of all metrics, in the form of that Content-Type
   */
  MetricsText(UnaryOperator<String> rendering) {
    this.rendering = rendering;
  }

  byte[] in(String form) {
    long mine = asked.incrementAndGet();
    lock.lock();
    try {
      Rendered last = ofForms.get(form);
      if (last == null || last.asked() < mine) {
        long all = asked.get();
        last = new Rendered(all, rendering.apply(form).getBytes(StandardCharsets.UTF_8));
        ofForms.put(form, last);
      }
      return last.text();
    } finally {
      lock.unlock();
    }
  }
}
