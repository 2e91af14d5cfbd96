package com.huleedu.ras.adapter.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Makes every HTTP/1.1 connection a {@link TrackedConnection}. */
final class TrackedConnections implements ServerConnectionSelector {
  private final ServerConnectionSelector http1;
  private final Drain drain;
  private final Duration stuckAfter;
  private final Optional<LostHandshakes> lost;

  /**
   * @param lost is told of connections that failed; empty where there is no TLS
   */
  TrackedConnections(
      ServerConnectionSelector http1,
      Drain drain,
      Duration stuckAfter,
      Optional<LostHandshakes> lost) {
    this.http1 = http1;
    this.drain = drain;
    this.stuckAfter = stuckAfter;
    this.lost = lost;
  }

  /** To be registered with the connections, which then know when a request begins. */
  static final class RequestLines implements Http1ConnectionListener {
    @Override
    public void prologue(ConnectionContext ctx, HttpPrologue prologue) {
      TrackedConnection.requestBegins();
    }
  }

  @Override
  public int bytesToIdentifyConnection() {
    return http1.bytesToIdentifyConnection();
  }

  @Override
  public Support supports(BufferData data) {
    return http1.supports(data);
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return http1.supportedApplicationProtocols();
  }

  @Override
  public ServerConnection connection(ConnectionContext ctx) {
    ReceivedHead head = new ReceivedHead(ctx.dataReader());
    ServerConnection connection = http1.connection(new ReceivingContext(ctx, head));
    return new TrackedConnection(
        connection,
        head,
        drain,
        stuckAfter,
        failure -> lost.ifPresent(handshakes -> handshakes.ended(failure, ctx)));
  }
}
