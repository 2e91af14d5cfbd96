package com.huleedu.ras.adapter.http;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Whether our listeners still listen. Helidon ends one for good when it can't accept, as for want
 * of memory, and says so in its log alone: the server is still running by its word, and the other
 * ports answer.
 */
final class ListenerWatch {
  /** So often, whoever asks: it costs a few calls of the system for each port. */
  static final Duration EVERY = Duration.ofSeconds(1);

  private final List<Port> ports;
  private final Drain drain;
  private final LongSupplier nanos;
  private final AtomicLong looked;
  private volatile List<String> ended = List.of();

  /** A port of ours, and the setting that chooses it. */
  record Port(String setting, String host, int port) {
    private boolean isLeft() {
      return Ports.isLeft(host, port);
    }

    private String words() {
      return "nobody listens on %s %s any more; only a restart helps".formatted(setting, port);
    }
  }

  /**
   * @param drain after whose beginning listeners end as they should
   * @param nanos a monotonic clock
   */
  ListenerWatch(List<Port> ports, Drain drain, LongSupplier nanos) {
    this.ports = List.copyOf(ports);
    this.drain = drain;
    this.nanos = nanos;
    this.looked = new AtomicLong(nanos.getAsLong() - EVERY.toNanos());
  }

  /** A line for each that has ended; they never come back. */
  List<String> ended() {
    long now = nanos.getAsLong();
    long last = looked.get();
    if (now - last >= EVERY.toNanos() && looked.compareAndSet(last, now)) {
      look();
    }
    return ended;
  }

  private void look() {
    if (drain.begun()) {
      return;
    }
    List<String> left = ports.stream().filter(Port::isLeft).map(Port::words).toList();
    if (!left.isEmpty() && !drain.begun()) {
      ended = left;
    }
  }
}
