package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.adapter.kafka.security.KafkaSecurity;
import com.huleedu.ras.domain.WireProtocol;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A connection to somebody who may be a broker: requests of Kafka's oldest forms, one at a time.
 * Believes no length before it is known that an answer is one.
 */
final class BrokerConnection implements AutoCloseable {
  /** Those of a cluster with thousands of brokers are smaller. */
  private static final int MAX_ANSWER = 1 << 20;

  private static final int HEAD = 8;
  private static final String CLIENT = "ras-probe";

  private final Socket socket;
  private final long deadline;

  private BrokerConnection(Socket socket, long deadline) {
    this.socket = socket;
    this.deadline = deadline;
  }

  /**
   * Connects, and shakes hands if that is wanted.
   *
   * @param address by the name that a certificate has to be for
   * @throws javax.net.ssl.SSLException if one of both sides refuses the other
   */
  static BrokerConnection open(
      Address address, InetSocketAddress where, KafkaSecurity security, Duration within)
      throws IOException {
    long deadline = System.nanoTime() + within.toNanos();
    Socket plain = new Socket();
    try {
      plain.connect(where, Math.toIntExact(within.toMillis()));
      plain.setSoTimeout(Math.toIntExact(within.toMillis()));
      return new BrokerConnection(secured(plain, address, security), deadline);
    } catch (IOException | RuntimeException failure) {
      plain.close();
      throw failure;
    }
  }

  private static Socket secured(Socket plain, Address address, KafkaSecurity security)
      throws IOException {
    if (security.tls().isEmpty()) {
      return plain;
    }
    SSLSocket socket =
        (SSLSocket)
            security
                .tls()
                .get()
                .context()
                .getSocketFactory()
                .createSocket(plain, address.host(), address.port(), true);
    SSLParameters verifying = socket.getSSLParameters();
    verifying.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(verifying);
    try {
      socket.startHandshake();
    } catch (SocketException reset) {
      throw new SSLException(reset); // in the middle of it, and so of it
    }
    return socket;
  }

  /**
   * Waits for what the other side says unasked: nothing, unless it refuses our certificate, which
   * by TLS 1.3 it does after our handshake. Who asks meanwhile may get a reset in place of that
   * word.
   *
   * @throws SSLException if it refuses, or breaks off
   */
  void hear(Duration atMost) throws IOException {
    socket.setSoTimeout(Math.toIntExact(atMost.toMillis()));
    try {
      if (socket.getInputStream().read() < 0) {
        throw new SSLException(new EOFException("it ends the connection"));
      }
    } catch (SocketTimeoutException silent) {
      return; // as whoever waits for a question
    } catch (SocketException reset) {
      throw new SSLException(reset);
    }
  }

  /**
   * One request, and its answer without the head.
   *
   * @throws StrangerException if what comes is no answer to it
   * @throws EOFException if nothing comes any more
   */
  ByteBuffer exchange(int api, int version, byte[] body) throws IOException, StrangerException {
    try {
      return exchanged(api, version, body);
    } catch (SocketException reset) {
      throw socket instanceof SSLSocket ? new SSLException(reset) : reset;
    }
  }

  private ByteBuffer exchanged(int api, int version, byte[] body)
      throws IOException, StrangerException {
    int correlation = ThreadLocalRandom.current().nextInt();
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(request);
    out.writeShort(api);
    out.writeShort(version);
    out.writeInt(correlation);
    byte[] client = CLIENT.getBytes(StandardCharsets.UTF_8);
    out.writeShort(client.length);
    out.write(client);
    out.write(body);
    ByteBuffer framed = ByteBuffer.allocate(4 + request.size());
    framed.putInt(request.size()).put(request.toByteArray());
    socket.getOutputStream().write(framed.array());
    return answer(correlation);
  }

  /** Reads no more than the head before it is known that it is an answer to this request. */
  private ByteBuffer answer(int correlation) throws IOException, StrangerException {
    byte[] head = new byte[HEAD];
    int read = read(head);
    ByteBuffer start = ByteBuffer.wrap(head);
    int length = start.getInt();
    if (read == HEAD && start.getInt() == correlation && length >= 4 && length <= MAX_ANSWER) {
      byte[] rest = new byte[length - 4];
      if (read(rest) < rest.length) {
        throw new EOFException("the answer breaks off");
      }
      return ByteBuffer.wrap(rest);
    }
    if (read == 0) {
      throw new EOFException("no answer");
    }
    throw new StrangerException(WireProtocol.named(Arrays.copyOf(head, read)));
  }

  /** As many as there are until the other side ends, or falls silent after the first. */
  private int read(byte[] into) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    int filled = 0;
    while (filled < into.length) {
      long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      socket.setSoTimeout((int) Math.max(1, left));
      try {
        int more = in.read(into, filled, into.length - filled);
        if (more < 0) {
          return filled;
        }
        filled += more;
      } catch (SocketTimeoutException silent) {
        if (filled == 0) {
          throw silent;
        }
        return filled;
      }
    }
    return filled;
  }

  /** What came is not an answer of Kafka's. */
  static final class StrangerException extends Exception {
    private static final long serialVersionUID = 1L;

    StrangerException(String what) {
      super(what);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
