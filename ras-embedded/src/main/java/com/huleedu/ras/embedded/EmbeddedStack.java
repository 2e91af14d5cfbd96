package com.huleedu.ras.embedded;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The three servers, started at the same time. */
public record EmbeddedStack(PostgresServer postgres, RedisServer redis, KafkaBroker kafka)
    implements AutoCloseable {

  /**
   * Starts all three; none is left running if one fails.
   *
   * @param dataDirectory keeps the data of all three, while the ports change from start to start;
   *     null for temporary ones
   * @param durable see {@link PostgresServer#start(Path, boolean)}; what is durable is for load,
   *     too ({@link KafkaBroker#start(Path, boolean)})
   * @throws ServerFailedException if one did not start
   */
  public static EmbeddedStack start(@Nullable Path dataDirectory, boolean durable) {
    Function<String, @Nullable Path> within =
        name -> dataDirectory == null ? null : dataDirectory.resolve(name);
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory())) {
      var kafka = start(() -> KafkaBroker.start(within.apply("kafka"), durable), threads);
      var postgres = start(() -> PostgresServer.start(within.apply("postgres"), durable), threads);
      var redis = start(() -> RedisServer.start(within.apply("redis")), threads);
      try {
        return new EmbeddedStack(postgres.join(), redis.join(), kafka.join());
      } catch (CompletionException e) {
        List.of(kafka, postgres, redis).forEach(EmbeddedStack::closeOnceStarted);
        throw e.getCause() instanceof ServerFailedException failed ? failed : e;
      }
    }
  }

  /** Stops all three at the same time. */
  @Override
  public void close() {
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory())) {
      List.of(kafka, postgres, redis).forEach(server -> threads.execute(server::close));
    }
  }

  private static <S extends EmbeddedServer> CompletableFuture<S> start(
      Supplier<S> server, ExecutorService threads) {
    return CompletableFuture.supplyAsync(server, threads);
  }

  private static void closeOnceStarted(CompletableFuture<? extends EmbeddedServer> server) {
    var closed = server.thenAccept(EmbeddedServer::close).exceptionally(failed -> null);
    closed.join();
  }
}
