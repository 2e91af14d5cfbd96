package com.huleedu.ras.demo;

import com.huleedu.ras.adapter.json.Topics;
import com.huleedu.ras.bootstrap.RasService;
import com.huleedu.ras.bootstrap.configuration.RasConfiguration;
import com.huleedu.ras.embedded.EmbeddedStack;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The parts of the demo, started one after the other and stopped in the opposite order, even when
 * it is to stop before all have started.
 */
final class Demo implements AutoCloseable {
  private static final int PARTITIONS = 4;

  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private volatile boolean closing;

  /** PostgreSQL, Redis and Kafka, with the topics. */
  EmbeddedStack startServers(@Nullable Path dataDirectory) {
    EmbeddedStack stack = start(() -> EmbeddedStack.start(dataDirectory, dataDirectory != null));
    stack.kafka().createTopics(Topics.DEFAULT.names(), PARTITIONS);
    return stack;
  }

  /** The service; returns once it says that it is healthy. */
  Addresses startService(EmbeddedStack stack, int port, String apiKey) {
    Map<String, String> environment =
        Map.of(
            "HOST", "127.0.0.1",
            "PORT", Integer.toString(port),
            "METRICS_PORT", Integer.toString(LocalPorts.metrics(port)),
            "ADMIN_PORT", Integer.toString(LocalPorts.admin(port)),
            "DATABASE_URL", stack.postgres().jdbcUrl(),
            "KAFKA_BOOTSTRAP_SERVERS", stack.kafka().bootstrapServers(),
            "REDIS_URL", stack.redis().uri(),
            "INTERNAL_API_KEY", apiKey);
    RasConfiguration configuration = RasConfiguration.fromEnvironment(environment);
    RasService service = start(() -> RasService.start(configuration));
    Addresses addresses =
        new Addresses(
            "http://127.0.0.1:" + service.port(),
            "http://127.0.0.1:" + service.metricsPort(),
            "http://127.0.0.1:" + service.adminPort(),
            stack.kafka().bootstrapServers(),
            stack.postgres().jdbcUrl(),
            stack.redis().uri(),
            apiKey);
    awaitOk(addresses, addresses.http() + "/healthz");
    return addresses;
  }

  /** The sample teachers; returns once the service shows the batch that has just begun. */
  SampleBatch startTraffic(Addresses addresses) {
    Traffic traffic =
        start(() ->
            new Traffic(
                new EventSender(addresses.kafka()),
                RandomGenerator.getDefault(),
                InstantSource.system(),
                UnaryOperator.identity()));
    SampleBatch first = traffic.start();
    awaitOk(addresses, addresses.status(first.id()));
    return first;
  }

  /** Whether the demo was told to stop. */
  boolean isClosing() {
    return closing;
  }

  /** Stops what runs; waits for a part that is just starting, and keeps further ones from it. */
  @Override
  public void close() {
    closing = true;
    synchronized (running) {
      while (!running.isEmpty()) {
        closeQuietly(running.pop());
      }
    }
  }

  private <T extends AutoCloseable> T start(Supplier<T> part) {
    synchronized (running) {
      if (closing) {
        throw new CommandFailedException("stopped");
      }
      T started = part.get();
      running.push(started);
      return started;
    }
  }

  private static void awaitOk(Addresses addresses, String url) {
    try (Probe probe = new Probe(addresses)) {
      probe.awaitOk(url);
    }
  }

  private static void closeQuietly(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      // The parts below it have to stop all the same.
      System.err.println("ras: did not stop cleanly: " + e.getMessage());
    }
  }
}
