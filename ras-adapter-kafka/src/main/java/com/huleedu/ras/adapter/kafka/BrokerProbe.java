package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.domain.WireProtocol;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Asks an address whether a broker answers there, over a connection of its own. Kafka's client
 * takes the first four bytes of whatever answers for a length, and allocates it: "HTTP" is 1.2 GB.
 * So nobody is handed to it who was not asked before.
 *
 * <p>Two requests in the oldest forms, which every broker understands: which requests it takes
 * (ApiVersions), and where it sends its clients to (Metadata, about no topic).
 */
final class BrokerProbe {
  private static final int API_VERSIONS = 18;
  private static final int METADATA = 3;

  /** Those of a cluster with thousands of brokers are smaller. */
  private static final int MAX_ANSWER = 1 << 20;

  private static final int HEAD = 8;

  /** How long the other addresses of a name at which a broker answers are waited for. */
  private static final Duration OTHERS = Duration.ofMillis(200);

  private static final String CLIENT = "ras-probe";

  private final Socket socket;
  private final long deadline;

  private BrokerProbe(Socket socket, long deadline) {
    this.socket = socket;
    this.deadline = deadline;
  }

  /** Who answers there; all the addresses that a name stands for are asked at once. */
  static Peer ask(Address address, Duration within) {
    try {
      return ask(
          Arrays.stream(InetAddress.getAllByName(address.host()))
              .map(one -> new InetSocketAddress(one, address.port()))
              .toList(),
          within);
    } catch (UnknownHostException nameless) {
      return new Peer.Away("has a host name that is not known here", Peer.Likely.UNKNOWN_HOST);
    }
  }

  /**
   * Somebody who is no broker, where one is among them: the client may connect to any of them. Else
   * a broker, shortly after it answers; else nobody.
   *
   * @param where the addresses of one name, at least one
   */
  static Peer ask(List<InetSocketAddress> where, Duration within) {
    if (where.size() == 1) {
      return ask(where.getFirst(), within);
    }
    ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor();
    try {
      CompletionService<Peer> answers = new ExecutorCompletionService<>(asking);
      where.forEach(one -> answers.submit(() -> ask(one, within)));
      List<Peer> found = new ArrayList<>();
      boolean broker = false;
      Future<Peer> next = answers.take();
      while (next != null) {
        Peer peer = next.get();
        if (peer instanceof Peer.Stranger) {
          return peer;
        }
        broker |= peer instanceof Peer.Broker;
        found.add(peer);
        next =
            found.size() == where.size()
                ? null
                : broker ? answers.poll(OTHERS.toMillis(), TimeUnit.MILLISECONDS) : answers.take();
      }
      return found.stream()
          .filter(Peer.Broker.class::isInstance)
          .findFirst()
          .orElse(found.getFirst());
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      return new Peer.Away("was not asked to the end", Peer.Likely.NOBODY_LISTENS);
    } catch (ExecutionException mistake) {
      throw new IllegalStateException(mistake.getCause());
    } finally {
      asking.shutdownNow();
    }
  }

  private static Peer ask(InetSocketAddress where, Duration within) {
    long deadline = System.nanoTime() + within.toNanos();
    try (Socket socket = new Socket()) {
      socket.connect(where, Math.toIntExact(within.toMillis()));
      return new BrokerProbe(socket, deadline).peer();
    } catch (ConnectException refused) {
      return new Peer.Away("refuses the connection", Peer.Likely.NOBODY_LISTENS);
    } catch (SocketTimeoutException unreachable) {
      return new Peer.Away(
          "can't be reached within %s ms".formatted(within.toMillis()), Peer.Likely.NOBODY_LISTENS);
    } catch (IOException failed) {
      return new Peer.Away("can't be reached: " + failed.getMessage(), Peer.Likely.NOBODY_LISTENS);
    }
  }

  private Peer peer() {
    try {
      if (!takes(exchange(API_VERSIONS, 0, new byte[0]), METADATA)) {
        return new Peer.Stranger("is Kafka, but a controller and no broker");
      }
      // Version 1, about an empty list of topics.
      return new Peer.Broker(advertised(exchange(METADATA, 1, new byte[4])));
    } catch (StrangerException stranger) {
      return new Peer.Stranger("answers %s, not Kafka's protocol".formatted(stranger.getMessage()));
    } catch (BufferUnderflowException | NegativeArraySizeException broken) {
      return new Peer.Stranger("answers in a form that Kafka's protocol does not have");
    } catch (SocketTimeoutException silent) {
      return new Peer.Away("accepts the connection and says nothing", Peer.Likely.NO_ANSWER);
    } catch (IOException ended) {
      return new Peer.Away("ends the connection without an answer", Peer.Likely.NO_ANSWER);
    }
  }

  private ByteBuffer exchange(int api, int version, byte[] body)
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
    int read = read(head, 0);
    ByteBuffer start = ByteBuffer.wrap(head);
    int length = start.getInt();
    if (read == HEAD && start.getInt() == correlation && length >= 4 && length <= MAX_ANSWER) {
      byte[] rest = new byte[length - 4];
      if (read(rest, 0) < rest.length) {
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
  private int read(byte[] into, int from) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    int filled = from;
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

  /** After the code of an error: keys of requests, and their versions from and to. */
  private static boolean takes(ByteBuffer answer, int api) {
    boolean found = false;
    answer.getShort();
    for (int left = answer.getInt(); left > 0; left--) {
      found |= answer.getShort() == api;
      answer.getShort();
      answer.getShort();
    }
    return found;
  }

  private static List<Peer.Advertised> advertised(ByteBuffer answer) {
    List<Peer.Advertised> advertised = new ArrayList<>();
    for (int left = answer.getInt(); left > 0; left--) {
      int broker = answer.getInt();
      String host = string(answer);
      advertised.add(new Peer.Advertised(broker, new Address(host, answer.getInt())));
      string(answer); // its rack
    }
    return List.copyOf(advertised);
  }

  private static String string(ByteBuffer answer) {
    int length = answer.getShort();
    byte[] bytes = new byte[Math.max(0, length)];
    answer.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** What came is not an answer of Kafka's. */
  static final class StrangerException extends Exception {
    private static final long serialVersionUID = 1L;

    StrangerException(String what) {
      super(what);
    }
  }
}
