package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.adapter.kafka.BrokerConnection.StrangerException;
import com.huleedu.ras.adapter.kafka.security.KafkaSecurity;
import com.huleedu.ras.adapter.kafka.security.Sasl;
import com.huleedu.ras.tls.ForeignText;
import com.huleedu.ras.tls.TlsFailures;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * Asks an address whether a broker answers there, over a connection of its own. Kafka's client
 * takes the first four bytes of whatever answers for a length, and allocates it: "HTTP" is 1.2 GB.
 * So nobody is handed to it who was not asked before. What keeps TLS from being spoken, or somebody
 * from signing in by the mechanism that is set, is found by the same look.
 *
 * <p>Requests in the oldest forms, which every broker understands: which requests it takes
 * (ApiVersions), and where it sends its clients to (Metadata, about no topic) or, where nobody is
 * told that before having signed in, by which mechanisms one does (SaslHandshake).
 */
final class BrokerProbe {
  private static final int API_VERSIONS = 18;
  private static final int METADATA = 3;
  private static final int SASL_HANDSHAKE = 17;

  /** How long the other addresses of a name at which a broker answers are waited for. */
  private static final Duration OTHERS = Duration.ofMillis(200);

  /** How long somebody has who may have been overtaken when refusing. */
  private static final Duration HEARD_WITHIN = Duration.ofSeconds(1);

  private static final int UNKNOWN = -1;
  private static final int MORE_QUESTIONS = 2;
  private static final String PROTOCOL = "KAFKA_SECURITY_PROTOCOL";
  private static final Peer NO_ANSWER =
      new Peer.Away("ends the connection without an answer", Peer.Likely.NO_ANSWER);

  private final BrokerConnection connection;
  private final Address address;
  private final KafkaSecurity security;

  private BrokerProbe(BrokerConnection connection, Address address, KafkaSecurity security) {
    this.connection = connection;
    this.address = address;
    this.security = security;
  }

  /** A broker told which requests it takes, and hung up at the next. */
  private static final class HungUpException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** Who answers there; all the addresses that a name stands for are asked at once. */
  static Peer ask(Address address, KafkaSecurity security, Duration within) {
    try {
      return ask(
          address,
          Arrays.stream(InetAddress.getAllByName(address.host()))
              .map(one -> new InetSocketAddress(one, address.port()))
              .toList(),
          security,
          within);
    } catch (UnknownHostException nameless) {
      return new Peer.Away("has a host name that is not known here", Peer.Likely.UNKNOWN_HOST);
    }
  }

  /**
   * Somebody who is no broker, where one is among them: the client may connect to any of them. Else
   * a broker, shortly after it answers; else nobody.
   *
   * @param address by its name, which a certificate has to be for
   * @param where the addresses of that name, at least one
   */
  static Peer ask(
      Address address, List<InetSocketAddress> where, KafkaSecurity security, Duration within) {
    if (where.size() == 1) {
      return ask(address, where.getFirst(), security, within);
    }
    ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor();
    try {
      CompletionService<Peer> answers = new ExecutorCompletionService<>(asking);
      where.forEach(one -> answers.submit(() -> ask(address, one, security, within)));
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
      return mostTelling(found);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      return new Peer.Away("was not asked to the end", Peer.Likely.NOBODY_LISTENS);
    } catch (ExecutionException mistake) {
      throw new IllegalStateException(mistake.getCause());
    } finally {
      asking.shutdownNow();
    }
  }

  /** Where nobody listens says nothing of where somebody does. */
  private static Peer mostTelling(List<Peer> found) {
    return Stream.<Predicate<Peer>>of(
            Peer.Broker.class::isInstance, Peer.Refused.class::isInstance, BrokerProbe::isBrokenOff)
        .flatMap(kind -> found.stream().filter(kind))
        .findFirst()
        .orElse(found.getFirst());
  }

  /**
   * By TLS 1.3 a server refuses a client's certificate after its handshake, and a reset may
   * overtake its last word where it was asked something meanwhile: so it is listened to, then.
   */
  private static Peer ask(
      Address address, InetSocketAddress where, KafkaSecurity security, Duration within) {
    Peer peer = askOnce(address, where, security, within);
    for (int more = 0; more < MORE_QUESTIONS && isBrokenOff(peer); more++) {
      peer =
          refusal(address, where, security, within)
              .orElseGet(() -> askOnce(address, where, security, within));
    }
    return peer;
  }

  /** What it says unasked, where that is not only that it breaks off. */
  private static Optional<Peer> refusal(
      Address address, InetSocketAddress where, KafkaSecurity security, Duration within) {
    try (BrokerConnection connection = BrokerConnection.open(address, where, security, within)) {
      connection.hear(within.compareTo(HEARD_WITHIN) < 0 ? within : HEARD_WITHIN);
      return Optional.empty();
    } catch (SSLException refused) {
      return Optional.of(ofTls(refused, address, where, security, within))
          .filter(Predicate.not(BrokerProbe::isBrokenOff));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  private static boolean isBrokenOff(Peer peer) {
    return peer instanceof Peer.Away(String _, Peer.Likely likely) && likely == Peer.Likely.TLS;
  }

  private static Peer askOnce(
      Address address, InetSocketAddress where, KafkaSecurity security, Duration within) {
    try (BrokerConnection connection = BrokerConnection.open(address, where, security, within)) {
      return new BrokerProbe(connection, address, security).peer();
    } catch (HungUpException broker) {
      return security.sasl().isEmpty() && wantsSignIn(address, where, security, within)
          ? new Peer.Stranger("wants its clients to sign in, and %s does not".formatted(PROTOCOL))
          : NO_ANSWER;
    } catch (SSLException refused) {
      return ofTls(refused, address, where, security, within);
    } catch (ConnectException refused) {
      return new Peer.Away("refuses the connection", Peer.Likely.NOBODY_LISTENS);
    } catch (SocketTimeoutException unreachable) {
      return new Peer.Away(
          "can't be reached within %s ms".formatted(within.toMillis()), Peer.Likely.NOBODY_LISTENS);
    } catch (IOException failed) {
      return new Peer.Away("can't be reached: " + failed.getMessage(), Peer.Likely.NOBODY_LISTENS);
    }
  }

  private static Peer ofTls(
      SSLException refused,
      Address address,
      InetSocketAddress where,
      KafkaSecurity security,
      Duration within) {
    String why = security.explained(refused).orElseThrow();
    if (why.equals(TlsFailures.NO_TLS)) {
      return new Peer.Stranger("does not speak TLS, and %s says so".formatted(PROTOCOL));
    }
    if (!TlsFailures.mayPass(refused)) {
      return new Peer.Refused("is there, and TLS with it fails: " + why);
    }
    // A listener in clear takes the beginning of TLS for a huge length, and hangs up.
    return answersInClear(address, where, within)
        ? new Peer.Refused(
            "is Kafka, and does not speak TLS there: %s has to be PLAINTEXT or SASL_PLAINTEXT, or another port is that for TLS"
                .formatted(PROTOCOL))
        : new Peer.Away("is there, and TLS with it fails: " + why, Peer.Likely.TLS);
  }

  private static boolean answersInClear(Address address, InetSocketAddress where, Duration within) {
    try (BrokerConnection connection =
        BrokerConnection.open(address, where, KafkaSecurity.PLAINTEXT, within)) {
      return BrokerAnswers.takes(connection.exchange(API_VERSIONS, 0, new byte[0]), METADATA);
    } catch (IOException
        | StrangerException
        | BufferUnderflowException
        | NegativeArraySizeException noBroker) {
      return false;
    }
  }

  /** Whoever does says by which mechanisms. */
  private static boolean wantsSignIn(
      Address address, InetSocketAddress where, KafkaSecurity security, Duration within) {
    try (BrokerConnection connection = BrokerConnection.open(address, where, security, within)) {
      return mechanisms(connection, "").filter(Predicate.not(List::isEmpty)).isPresent();
    } catch (IOException
        | StrangerException
        | BufferUnderflowException
        | NegativeArraySizeException gone) {
      return false;
    }
  }

  private Peer peer() throws SSLException, HungUpException {
    boolean broker = false;
    try {
      broker = BrokerAnswers.takes(connection.exchange(API_VERSIONS, 0, new byte[0]), METADATA);
      if (!broker) {
        return new Peer.Stranger("is Kafka, but a controller and no broker");
      }
      Optional<Sasl> sasl = security.sasl();
      return sasl.isPresent() ? signingIn(sasl.get().mechanism()) : telling();
    } catch (SSLException refused) {
      throw refused;
    } catch (StrangerException stranger) {
      return new Peer.Stranger("answers %s, not Kafka's protocol".formatted(stranger.getMessage()));
    } catch (BufferUnderflowException | NegativeArraySizeException broken) {
      return new Peer.Stranger("answers in a form that Kafka's protocol does not have");
    } catch (SocketTimeoutException silent) {
      return new Peer.Away("accepts the connection and says nothing", Peer.Likely.NO_ANSWER);
    } catch (IOException ended) {
      if (broker) {
        throw new HungUpException();
      }
      return NO_ANSWER;
    }
  }

  /** Metadata of version 1, about an empty list of topics. */
  private Peer telling() throws IOException, StrangerException {
    return new Peer.Broker(BrokerAnswers.advertised(connection.exchange(METADATA, 1, new byte[4])));
  }

  /** Nobody is told of the others before having signed in, but of the mechanisms. */
  private Peer signingIn(String mechanism) throws IOException, StrangerException {
    Optional<List<String>> others = mechanisms(connection, mechanism);
    if (others.isEmpty()) {
      return new Peer.Broker(List.of(new Peer.Advertised(UNKNOWN, address)));
    }
    List<String> taken = others.get();
    return new Peer.Refused(
        taken.isEmpty()
            ? "is Kafka, and lets nobody sign in there: %s has to be %s, or another port is that for SASL"
                .formatted(PROTOCOL, security.tls().isPresent() ? "SSL" : "PLAINTEXT")
            : "lets its clients sign in by %s, and not by KAFKA_SASL_MECHANISM=%s"
                .formatted(ForeignText.shown(String.join(", ", taken)), mechanism));
  }

  /** Those that are taken instead; empty if this one is. */
  private static Optional<List<String>> mechanisms(BrokerConnection connection, String wanted)
      throws IOException, StrangerException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(body);
    byte[] name = wanted.getBytes(StandardCharsets.UTF_8);
    out.writeShort(name.length);
    out.write(name);
    ByteBuffer answer = connection.exchange(SASL_HANDSHAKE, 1, body.toByteArray());
    return answer.getShort() == 0
        ? Optional.empty()
        : Optional.of(BrokerAnswers.mechanisms(answer));
  }
}
