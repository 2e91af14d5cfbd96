package com.huleedu.ras.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** A server that is not what its clients take it for. Answers each request alike. */
public final class WrongPeer implements AutoCloseable {
  private static final int BACKLOG = 50;
  private static final int REQUEST_AT_MOST = 4_096;
  private static final int API_VERSIONS = 18;

  private final ServerSocket listener;
  private final UnaryOperator<byte[]> answer;
  private final Thread admitting;
  private final Set<Socket> clients = ConcurrentHashMap.newKeySet();

  private WrongPeer(int port, UnaryOperator<byte[]> answer) {
    this.answer = answer;
    try {
      this.listener = new ServerSocket();
      listener.setReuseAddress(true);
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    } catch (IOException e) {
      throw new UncheckedIOException("can't listen on port " + port, e);
    }
    String name = "wrong-peer-" + port();
    this.admitting = Thread.ofPlatform().daemon().name(name).start(this::accept);
  }

  /** One that answers whatever it is sent with these bytes. */
  public static WrongPeer answering(byte[] bytes) {
    return new WrongPeer(0, request -> bytes);
  }

  /** The same, of ISO 8859-1. */
  public static WrongPeer answering(String text) {
    return answering(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** A server of HTTP, on a free port (0) or this one. */
  public static WrongPeer http(int port) {
    String answer = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    return new WrongPeer(port, request -> answer.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** One that wants TLS, and says so with an alert. */
  public static WrongPeer tls() {
    return answering(new byte[] {0x15, 3, 3, 0, 2, 2, 70});
  }

  /** One that takes connections and says nothing. */
  public static WrongPeer silent() {
    return answering(new byte[0]);
  }

  /**
   * A broker that says which requests it takes, where its clients have to go (Kafka's ApiVersions
   * and Metadata, in versions 0 and 1), and nothing else.
   */
  public static WrongPeer broker(String advertisedHost, int advertisedPort) {
    return new WrongPeer(0, request -> kafka(request, advertisedHost, advertisedPort));
  }

  /** The same, but it knows of no brokers, as one that is starting. */
  public static WrongPeer brokerOfNone() {
    return new WrongPeer(0, request -> kafka(request, "", 0));
  }

  /** A broker that says which requests it takes, and ends the connection at any other question. */
  public static WrongPeer brokerThatHangsUp() {
    return new WrongPeer(
        0,
        request -> {
          if (request[5] == API_VERSIONS) {
            return kafka(request, "", 0);
          }
          throw new IndexOutOfBoundsException("hangs up");
        });
  }

  private static byte[] kafka(byte[] request, String host, int port) {
    ByteBuffer asked = ByteBuffer.wrap(request);
    boolean metadata = asked.getShort(4) == 3;
    ByteBuffer answer = ByteBuffer.allocate(256 + host.length());
    answer.putInt(0).putInt(asked.getInt(8));
    if (metadata) {
      answer.putInt(host.isEmpty() ? 0 : 1);
      if (!host.isEmpty()) {
        answer.putInt(7).putShort((short) host.length());
        answer.put(host.getBytes(StandardCharsets.US_ASCII)).putInt(port).putShort((short) -1);
      }
      answer.putInt(7).putInt(0);
    } else {
      answer.putShort((short) 0).putInt(2);
      answer.putShort((short) 3).putShort((short) 0).putShort((short) 13);
      answer.putShort((short) 18).putShort((short) 0).putShort((short) 4);
    }
    answer.putInt(0, answer.position() - 4);
    return Arrays.copyOf(answer.array(), answer.position());
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** host:port. */
  public String address() {
    return "127.0.0.1:" + port();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        clients.add(client);
        Thread.ofPlatform().daemon().start(() -> serve(client));
      } catch (IOException closing) {
        // The loop's condition tells.
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = client.getInputStream();
      byte[] request = new byte[REQUEST_AT_MOST];
      for (int read = in.read(request); read >= 0; read = in.read(request)) {
        client.getOutputStream().write(answer.apply(Arrays.copyOf(request, read)));
      }
    } catch (IOException | IndexOutOfBoundsException gone) {
      // The client has seen enough.
    } finally {
      clients.remove(client);
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
      // The JDK leaves the port open for as long as somebody is in accept.
      admitting.join();
      for (Socket client : clients) {
        client.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
