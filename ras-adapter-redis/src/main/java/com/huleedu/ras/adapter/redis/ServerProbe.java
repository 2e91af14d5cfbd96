package com.huleedu.ras.adapter.redis;

import com.huleedu.ras.domain.WireProtocol;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;

/**
 * Asks an address whether Redis answers there, over connections of its own: the library only says
 * that what came can't be read. Where TLS is to be spoken it begins to, and goes no further: it
 * believes nobody, and tells nobody anything.
 */
final class ServerProbe {
  private static final Duration WITHIN = Duration.ofSeconds(1);
  private static final int HEAD = 64;
  private static final byte[] PING = "*1\r\n$4\r\nPING\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SILENCE = {};

  private final RedisURI uri;

  /** Whether the last one that was asked neither answered nor ended the connection. */
  private boolean mute;

  private ServerProbe(RedisURI uri) {
    this.uri = uri;
  }

  /**
   * Who answers there instead, in a sentence about the address; empty if Redis does in the way that
   * the URL asks for, or nobody does. Takes two seconds at most.
   */
  static Optional<String> stranger(RedisURI uri) {
    if (uri.getSocket() != null || uri.getHost() == null) {
      return Optional.empty();
    }
    try {
      ServerProbe probe = new ServerProbe(uri);
      return uri.isSsl() ? probe.insteadOfTls() : probe.insteadOfRedis();
    } catch (IOException | IllegalArgumentException nobody) {
      return Optional.empty();
    }
  }

  private Optional<String> insteadOfTls() throws IOException {
    byte[] head = answerTo(hello());
    if (WireProtocol.of(head) == WireProtocol.TLS) {
      return Optional.empty();
    }
    if (head.length == 0) {
      head = answerTo(PING); // Redis waits for the end of a line, which hello may lack
    }
    if (WireProtocol.of(head) == WireProtocol.REDIS) {
      return said(
          "speaks Redis's protocol without TLS: has REDIS_URL to begin with redis://, or is it"
              + " another port?");
    }
    return head.length == 0 || WireProtocol.of(head) == WireProtocol.TLS
        ? Optional.empty()
        : said("answers %s, not TLS: are host and port right?".formatted(WireProtocol.named(head)));
  }

  private Optional<String> insteadOfRedis() throws IOException {
    byte[] head = answerTo(PING);
    if (head.length == 0 && !mute) {
      head = answerTo(hello()); // who wants TLS may end the connection without a word
      if (WireProtocol.of(head) != WireProtocol.TLS) {
        return Optional.empty();
      }
    }
    return switch (WireProtocol.of(head)) {
      case REDIS -> Optional.empty();
      case TLS -> said("answers TLS, not Redis's protocol: has REDIS_URL to begin with rediss://?");
      default ->
          head.length == 0
              ? Optional.empty()
              : said(
                  "answers %s, not Redis's protocol: are host and port right?"
                      .formatted(WireProtocol.named(head)));
    };
  }

  private Optional<String> said(String what) {
    return Optional.of("%s:%s (REDIS_URL) %s".formatted(uri.getHost(), uri.getPort(), what));
  }

  /** What comes first; nothing if nothing does. */
  private byte[] answerTo(byte[] request) throws IOException {
    mute = false;
    int within = Math.toIntExact(WITHIN.toMillis());
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(within);
      socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), within);
      return headAfter(request, socket);
    }
  }

  private byte[] headAfter(byte[] request, Socket socket) {
    try {
      socket.getOutputStream().write(request);
      byte[] answer = new byte[HEAD];
      int read = socket.getInputStream().read(answer);
      return Arrays.copyOf(answer, Math.max(0, read));
    } catch (SocketTimeoutException silent) {
      mute = true;
      return SILENCE;
    } catch (IOException ended) {
      return SILENCE;
    }
  }

  /** With which a client begins to speak TLS. */
  private byte[] hello() throws SSLException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[0], null); // else it would read the JVM's authorities
      SSLEngine engine = context.createSSLEngine(uri.getHost(), uri.getPort());
      engine.setUseClientMode(true);
      ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
      engine.wrap(ByteBuffer.allocate(0), hello);
      return Arrays.copyOf(hello.array(), hello.position());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
