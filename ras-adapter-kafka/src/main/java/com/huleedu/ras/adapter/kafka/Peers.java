package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.adapter.kafka.security.KafkaSecurity;
import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.domain.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those whom Kafka's clients would connect to: the bootstrap addresses, and the addresses to which
 * brokers send their clients. Asked before any client is made, and again when nothing is heard.
 */
final class Peers {
  private static final Logger LOG = LoggerFactory.getLogger(Peers.class);
  private static final Duration EACH = Duration.ofSeconds(3);

  private final KafkaConfig config;
  private final List<Address> bootstrap;
  private final Set<ExecutorService> asked = ConcurrentHashMap.newKeySet();
  private volatile String said = "";
  private volatile boolean stopped;

  /**
   * @throws MisconfiguredException if an address is none
   */
  Peers(KafkaConfig config) {
    this.config = config;
    this.bootstrap = Address.of(config.bootstrapServers());
  }

  /**
   * The settings, without bootstrap addresses at which somebody else answers.
   *
   * @throws MisconfiguredException if somebody else answers at all of them, or brokers that refuse
   *     us, or we them, in a way that waiting can't heal
   * @throws UnavailableException naming each address and what is the matter with it, if no broker
   *     can be reached now, or somebody else answers where a broker sends its clients to
   */
  KafkaConfig usable() {
    Look look = look();
    return switch (look.verdict()) {
      case NEVER -> throw new MisconfiguredException(look.words());
      case NOT_NOW -> throw new UnavailableException("Kafka", look.words());
      case USABLE -> {
        if (!look.problems().isEmpty() && !look.words().equals(said)) {
          LOG.warn("Going on with the other addresses of Kafka: {}", look.words());
        }
        said = look.words();
        yield look.usable();
      }
    };
  }

  /** How they are spoken to. */
  KafkaSecurity security() {
    return config.security();
  }

  /** What may be done with the addresses. */
  enum Verdict {
    USABLE,
    NOT_NOW,
    NEVER
  }

  /**
   * What was found.
   *
   * @param strangers whether anybody who is no broker answers where a client would connect to
   * @param refused whether a broker does not let us in, or we not it
   * @param usable the settings to make clients with
   * @param problems a sentence about each address that is not as it should be
   */
  record Look(
      Verdict verdict,
      boolean strangers,
      boolean refused,
      KafkaConfig usable,
      List<String> problems) {
    String words() {
      return String.join("; ", problems);
    }
  }

  /**
   * From any thread: nobody is asked any more, and a look under way ends. Only looking up a name
   * goes on, for as long as one question may take.
   */
  void stop() {
    stopped = true;
    asked.forEach(ExecutorService::shutdownNow);
  }

  /** Asks all of them at once; takes some seconds at most. Finds nothing once it was stopped. */
  Look look() {
    Map<Address, Peer> first = ask(bootstrap);
    Map<Address, Integer> advertised = advertised(first);
    List<Address> notAsked =
        advertised.keySet().stream().filter(a -> !first.containsKey(a)).toList();
    Map<Address, Peer> second = new LinkedHashMap<>(first);
    second.putAll(ask(notAsked));
    if (stopped) {
      return new Look(Verdict.NOT_NOW, false, false, config, List.of("not asked any more"));
    }
    second.keySet().retainAll(advertised.keySet());
    return judged(first, second, advertised);
  }

  private static Map<Address, Integer> advertised(Map<Address, Peer> first) {
    Map<Address, Integer> advertised = new LinkedHashMap<>();
    for (Peer peer : first.values()) {
      if (peer instanceof Peer.Broker(List<Peer.Advertised> others)) {
        others.forEach(one -> advertised.putIfAbsent(one.address(), one.broker()));
      }
    }
    return advertised;
  }

  private Look judged(
      Map<Address, Peer> first, Map<Address, Peer> second, Map<Address, Integer> brokers) {
    Set<String> problems = new LinkedHashSet<>();
    first.forEach((address, peer) -> {
      if (!brokers.containsKey(address)) {
        problems.addAll(ofBootstrap(address, peer));
      }
    });
    second.forEach((address, peer) ->
        problems.addAll(ofAdvertised(address, brokers.getOrDefault(address, -1), peer)));
    boolean misled =
        second.values().stream().anyMatch(Peer.Stranger.class::isInstance)
            || first.values().stream().allMatch(Peer.Stranger.class::isInstance);
    Verdict verdict;
    if (first.values().stream()
        .allMatch(peer -> peer instanceof Peer.Stranger || peer instanceof Peer.Refused)) {
      verdict = Verdict.NEVER;
    } else if (misled || second.values().stream().noneMatch(Peer.Broker.class::isInstance)) {
      verdict = Verdict.NOT_NOW;
    } else {
      verdict = Verdict.USABLE;
    }
    boolean refused =
        Stream.concat(first.values().stream(), second.values().stream())
            .anyMatch(Peer.Refused.class::isInstance);
    return new Look(verdict, misled, refused, without(first), List.copyOf(problems));
  }

  /** By those who are none, or refuse, a client ends that would get in at the others. */
  private KafkaConfig without(Map<Address, Peer> first) {
    return config.withBootstrapServers(
        first.entrySet().stream()
            .filter(entry -> !(entry.getValue() instanceof Peer.Stranger))
            .filter(entry -> !(entry.getValue() instanceof Peer.Refused))
            .map(entry -> entry.getKey().toString())
            .collect(Collectors.joining(",")));
  }

  private List<String> ofBootstrap(Address address, Peer peer) {
    return switch (peer) {
      case Peer.Broker(List<Peer.Advertised> others) when others.isEmpty() ->
          List.of(
              "%s (KAFKA_BOOTSTRAP_SERVERS) answers and knows of no brokers yet: it is starting, or does not reach its controller"
                  .formatted(address));
      case Peer.Broker _ -> List.of();
      case Peer.Stranger(String what) ->
          List.of(
              "%s (KAFKA_BOOTSTRAP_SERVERS) %s: name the host and port of a broker's listener for KAFKA_SECURITY_PROTOCOL=%s, or set that to what this one speaks"
                  .formatted(address, what, config.security().protocol()));
      case Peer.Away(String _, Peer.Likely likely) when likely == Peer.Likely.UNKNOWN_HOST ->
          List.of(
              "the host name %s of KAFKA_BOOTSTRAP_SERVERS is unknown: misspelt, or its DNS is not up"
                  .formatted(address.host()));
      case Peer.Refused(String what) ->
          List.of("%s (KAFKA_BOOTSTRAP_SERVERS) %s".formatted(address, what));
      case Peer.Away(String what, Peer.Likely likely) when likely == Peer.Likely.TLS ->
          List.of("%s (KAFKA_BOOTSTRAP_SERVERS) %s".formatted(address, what));
      case Peer.Away(String what, Peer.Likely likely) ->
          List.of("%s (KAFKA_BOOTSTRAP_SERVERS) %s: %s".formatted(address, what, cause(likely)));
    };
  }

  private String cause(Peer.Likely likely) {
    return likely == Peer.Likely.NO_ANSWER
        ? "is it a broker, and is its listener one for KAFKA_SECURITY_PROTOCOL=%s?"
            .formatted(config.security().protocol())
        : "is the broker up, and are host and port right?";
  }

  private static List<String> ofAdvertised(Address address, int broker, Peer peer) {
    String where = "%s, where broker %s sends its clients to,".formatted(address, broker);
    return switch (peer) {
      case Peer.Broker _ -> List.of();
      case Peer.Stranger(String what) ->
          List.of("%s %s: correct advertised.listeners of that broker".formatted(where, what));
      case Peer.Refused(String what) -> List.of("%s %s".formatted(where, what));
      case Peer.Away(String what, Peer.Likely likely) when likely == Peer.Likely.TLS ->
          List.of("%s %s".formatted(where, what));
      case Peer.Away(String what, Peer.Likely _) ->
          List.of(
              "%s %s: that broker is down, or its advertised.listeners names an address that does not lead to it from here (KAFKA_BOOTSTRAP_SERVERS itself answers)"
                  .formatted(where, what));
    };
  }

  private Map<Address, Peer> ask(List<Address> addresses) {
    Map<Address, Peer> answers = new LinkedHashMap<>();
    if (addresses.isEmpty() || stopped) {
      return answers;
    }
    List<Callable<Peer>> questions = new ArrayList<>();
    addresses.forEach(
        address -> questions.add(() -> BrokerProbe.ask(address, config.security(), EACH)));
    ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor();
    asked.add(asking);
    try {
      if (stopped) {
        return answers; // before it could see that it has to end this one
      }
      // A little longer than each may take, who may be asked twice: looking a name up has no bound.
      List<Future<Peer>> found =
          asking.invokeAll(questions, 2 * EACH.toMillis() + 500, TimeUnit.MILLISECONDS);
      for (int i = 0; i < found.size(); i++) {
        answers.put(addresses.get(i), answer(found.get(i)));
      }
      return answers;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("Kafka", "interrupted", interrupted);
    } catch (RejectedExecutionException stop) {
      return answers;
    } finally {
      asked.remove(asking);
      asking.shutdownNow();
    }
  }

  private static Peer answer(Future<Peer> asked) throws InterruptedException {
    try {
      return asked.get();
    } catch (CancellationException | ExecutionException late) {
      return new Peer.Away(
          "can't be reached within %s s".formatted(EACH.toSeconds()), Peer.Likely.NOBODY_LISTENS);
    }
  }
}
