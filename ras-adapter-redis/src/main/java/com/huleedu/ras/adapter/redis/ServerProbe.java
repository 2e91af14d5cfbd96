package com.huleedu.ras.adapter.redis;

import com.huleedu.ras.domain.WireProtocol;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Asks an address whether Redis answers there, over a connection of its own: the library only says
 * that what came can't be read.
 */
final class ServerProbe {
  private static final Duration WITHIN = Duration.ofSeconds(1);
  private static final int HEAD = 64;
  private static final byte[] PING = "*1\r\n$4\r\nPING\r\n".getBytes(StandardCharsets.US_ASCII);

  private ServerProbe() {}

  /**
   * Who answers there instead, in a sentence about the address; empty if Redis does, or nobody, or
   * it can't be asked without TLS.
   */
  static Optional<String> stranger(RedisURI uri) {
    if (uri.isSsl() || uri.getSocket() != null || uri.getHost() == null) {
      return Optional.empty();
    }
    byte[] head;
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(Math.toIntExact(WITHIN.toMillis()));
      socket.connect(
          new InetSocketAddress(uri.getHost(), uri.getPort()), Math.toIntExact(WITHIN.toMillis()));
      socket.getOutputStream().write(PING);
      byte[] answer = new byte[HEAD];
      int read = socket.getInputStream().read(answer);
      head = Arrays.copyOf(answer, Math.max(0, read));
    } catch (IOException | IllegalArgumentException nobody) {
      return Optional.empty();
    }
    return head.length == 0 || WireProtocol.of(head) == WireProtocol.REDIS
        ? Optional.empty()
        : Optional.of(
            "%s:%s (REDIS_URL) answers %s, not Redis's protocol: are host and port right?"
                .formatted(uri.getHost(), uri.getPort(), WireProtocol.named(head)));
  }
}
