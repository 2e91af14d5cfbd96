package com.huleedu.ras.benchmarks.bare;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Y1: row changes from memory into tables without guard, trigger, foreign key or further index. */
public final class UpsertLoop implements AutoCloseable {
  private final List<Connection> connections = new ArrayList<>();
  private final List<Fold.Statements> writers = new ArrayList<>();

  /** Makes empty tables in a schema {@code bare}, and connects. */
  public UpsertLoop(String jdbcUrl, int count) throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl);
        Statement statement = connection.createStatement()) {
      for (String command : Fold.createTables()) {
        statement.execute(command);
      }
    }
    for (int i = 0; i < count; i++) {
      Connection connection = DriverManager.getConnection(jdbcUrl + "&currentSchema=bare");
      connections.add(connection);
      writers.add(new Fold.Statements(connection));
    }
  }

  /** Writes every fold in a transaction of its own; returns the seconds it took. */
  public double write(List<Fold> folds) throws InterruptedException, ExecutionException {
    AtomicInteger next = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(writers.size())) {
      long started = System.nanoTime();
      List<Future<?>> running = new ArrayList<>();
      for (Fold.Statements writer : writers) {
        running.add(
            threads.submit(() -> {
              for (int i = next.getAndIncrement(); i < folds.size(); i = next.getAndIncrement()) {
                writer.write(folds.get(i));
              }
              return true;
            }));
      }
      for (Future<?> one : running) {
        one.get();
      }
      return (System.nanoTime() - started) / 1e9;
    }
  }

  @Override
  public void close() throws SQLException {
    for (Connection connection : connections) {
      connection.close();
    }
  }
}
