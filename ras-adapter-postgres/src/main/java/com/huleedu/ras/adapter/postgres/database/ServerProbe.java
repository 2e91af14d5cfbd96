package com.huleedu.ras.adapter.postgres.database;

import com.huleedu.ras.domain.WireProtocol;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Asks an address whether PostgreSQL answers there. The driver takes whatever begins with an E for
 * an error with a length, and allocates it ("ERROR" is 1.3 GB); and of all else it says that
 * setting up TLS failed.
 */
final class ServerProbe {
  /** The states of our own findings: refused at the start, waited for while serving. */
  private static final String STRANGER = "08004";

  private static final String AWAY = "08001";
  private static final Duration LONGEST = Duration.ofSeconds(3);
  private static final int HEARD_WITHIN_MILLIS = 1_000;
  private static final int WANTS_TLS = 80_877_103;
  private static final int HEAD = 256;

  private ServerProbe() {}

  /**
   * Asks whether it would speak TLS, which every version and every pooler answers with one letter.
   * What can't be reached is left to the driver, which says so well.
   *
   * @param within what connecting may take, and then the answer
   * @param wantsTls whether a server that speaks none is of no use
   * @throws SQLException if somebody else answers, or nobody does
   */
  static void check(String host, int port, Duration within, boolean wantsTls) throws SQLException {
    String where = "%s:%s (DATABASE_URL)".formatted(host, port);
    try (Socket socket = new Socket()) {
      try {
        socket.connect(new InetSocketAddress(host, port), millis(within));
      } catch (IOException | IllegalArgumentException away) {
        return;
      }
      byte[] head = head(socket, millis(within));
      if (head.length == 0) {
        throw new SQLException(
            where + " ends the connection without an answer: is it PostgreSQL, and is it up?",
            AWAY);
      }
      if (isBriefError(head)) {
        throw new SQLException("%s says: %s".formatted(where, briefError(head)), AWAY);
      }
      if (!isPostgres(head)) {
        throw new SQLException(
            "%s answers %s, not PostgreSQL's protocol: are host and port right?"
                .formatted(where, WireProtocol.named(head)),
            STRANGER);
      }
      if (wantsTls && head[0] == 'N') {
        throw new SQLException(
            where
                + " speaks no TLS, which sslmode asks for: set ssl = on there, or another sslmode",
            STRANGER);
      }
    } catch (SocketTimeoutException silent) {
      throw new SQLException(
          where + " accepts the connection and says nothing: is it PostgreSQL, and is it up?",
          AWAY,
          silent);
    } catch (IOException ended) {
      throw new SQLException(where + " breaks the connection off: is it PostgreSQL?", AWAY, ended);
    }
  }

  /**
   * Shakes hands, sends nothing more, and listens for a moment.
   *
   * @param within what connecting may take, and then each answer
   * @throws SSLException with what it refuses
   * @throws IOException if nobody answers, or in clear
   */
  static void hear(String host, int port, Duration within, SSLSocketFactory sockets)
      throws IOException {
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(host, port), millis(within));
      byte[] head = head(plain, millis(within));
      if (head.length != 1 || head[0] != 'S') {
        return;
      }
      try (SSLSocket socket = (SSLSocket) sockets.createSocket(plain, host, port, true)) {
        socket.startHandshake();
        socket.setSoTimeout(HEARD_WITHIN_MILLIS);
        var _ = socket.getInputStream().read();
      }
    } catch (SocketTimeoutException silent) {
      // As whoever waits for a question.
    }
  }

  /** Whether somebody else answered, rather than nobody. */
  static boolean isStranger(SQLException failure) {
    return STRANGER.equals(failure.getSQLState());
  }

  /**
   * The finding of a handshake.
   *
   * @param mayPass whether waiting may heal it
   */
  static SQLException ofTls(String words, boolean mayPass) {
    return new SQLException("TLS: " + words, mayPass ? AWAY : STRANGER);
  }

  private static int millis(Duration within) {
    return Math.toIntExact((within.compareTo(LONGEST) < 0 ? within : LONGEST).toMillis());
  }

  private static byte[] head(Socket socket, int within) throws IOException {
    socket.setSoTimeout(within);
    socket.getOutputStream().write(ByteBuffer.allocate(8).putInt(8).putInt(WANTS_TLS).array());
    byte[] head = new byte[HEAD];
    int read = socket.getInputStream().read(head);
    return Arrays.copyOf(head, Math.max(0, read));
  }

  /**
   * How PostgreSQL says that it can't make a process for a connection: an E and a line, without a
   * length, in the language of the server. The driver would take that line for a length.
   */
  private static boolean isBriefError(byte[] head) {
    int end = head.length - 1;
    return end > 1 && head[0] == 'E' && head[1] != 0 && head[end - 1] == '\n' && head[end] == 0;
  }

  private static String briefError(byte[] head) {
    return new String(head, 1, head.length - 2, StandardCharsets.UTF_8).strip();
  }

  /** One letter and no more; or an error, by a server that is too busy to say it. */
  private static boolean isPostgres(byte[] head) {
    return head.length == 1
        ? head[0] == 'S' || head[0] == 'N' || head[0] == 'E'
        : WireProtocol.of(head) == WireProtocol.POSTGRESQL;
  }
}
