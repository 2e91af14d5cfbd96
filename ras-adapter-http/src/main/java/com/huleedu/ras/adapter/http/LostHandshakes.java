package com.huleedu.ras.adapter.http;

import com.huleedu.ras.tls.TlsFailures;
import io.helidon.webserver.ConnectionContext;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clients that got no connection over TLS, of which Helidon says nothing: each is counted, and so
 * many have a line in the log as requests with problems have.
 */
final class LostHandshakes {
  private static final Logger LOG = LoggerFactory.getLogger(LostHandshakes.class);

  private final String listener;
  private final String settings;
  private final Counter counter;
  private final LogBudget lines;

  /**
   * @param listener which port, as the tag of the meter
   * @param settings what the names of its settings begin with
   * @param nanos a monotonic clock
   */
  LostHandshakes(String listener, String settings, MeterRegistry registry, LongSupplier nanos) {
    this.listener = listener;
    this.settings = settings;
    this.counter =
        Counter.builder("ras.tls.handshakes.failed")
            .description("Connections that ended since their TLS failed")
            .tag("connection", listener)
            .register(registry);
    this.lines = new LogBudget(AnswerLog.LINES, AnswerLog.WINDOW, nanos);
  }

  /** A connection has ended with a failure, of TLS or any other. */
  void ended(Throwable failure, ConnectionContext client) {
    Optional<String> why =
        TlsFailures.ofClient(failure, settings + "_TLS_CLIENT_CA", settings + "_TLS_CERTIFICATE");
    if (why.isEmpty()) {
      return;
    }
    counter.increment();
    (lines.take() ? LOG.atInfo() : LOG.atDebug())
        .addKeyValue("listener", listener)
        .addKeyValue("client", address(client.remotePeer().address()))
        .log("no TLS with a client: {}", why.get());
    long more = lines.settle();
    if (more > 0) {
      LOG.atInfo()
          .addKeyValue("listener", listener)
          .addKeyValue("clients", more)
          .log("no TLS with clients, beyond the lines that are shown");
    }
  }

  /** Without its name, which nobody needs to be asked for. */
  private static String address(SocketAddress address) {
    return address instanceof InetSocketAddress internet && internet.getAddress() != null
        ? internet.getAddress().getHostAddress()
        : "unknown";
  }
}
