package com.huleedu.ras.benchmarks;

import com.huleedu.ras.benchmarks.load.HttpConnection;
import com.huleedu.ras.embedded.JavaProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The service, or a bare server, as a process of its own. */
final class ServiceProcess implements AutoCloseable {
  private static final Duration STARTUP = Duration.ofMinutes(2);

  /** More often, and answering that it is not ready yet would be a good part of a start. */
  private static final Duration ASK_EVERY = Duration.ofMillis(50);

  private static final Duration GRACE = Duration.ofMinutes(1);

  private final JavaProcess process;
  private final int port;
  private final Path log;

  private ServiceProcess(JavaProcess process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  /** Starts it; it need not answer yet. */
  static ServiceProcess start(JavaProcess.Program program, int port, Path log) {
    try {
      return new ServiceProcess(JavaProcess.start(program, log), port, log);
    } catch (IOException e) {
      throw new MeasurementFailedException("can't start " + program.mainClass(), e);
    }
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  /** What it has used of all cores so far; 0 if unknown. */
  double cpuSeconds() {
    return ProcessHandle.of(process.pid())
        .flatMap(handle -> handle.info().totalCpuDuration())
        .map(time -> time.toNanos() / 1e9)
        .orElse(0.0);
  }

  /** How much of its memory is resident, in MiB; 0 if unknown. */
  double residentMebibytes() {
    return Math.max(0, process.residentKilobytes()) / 1_024.0;
  }

  /** Waits until a path is answered with a status. */
  ServiceProcess await(String path, int status) {
    byte[] request = HttpConnection.get(path);
    long deadline = System.nanoTime() + STARTUP.toNanos();
    while (!answers(request, status)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new MeasurementFailedException("it did not start; its log: " + log);
      }
      Lab.pause(ASK_EVERY);
    }
    return this;
  }

  ServiceProcess awaitReady() {
    return await("/readyz", 200);
  }

  private boolean answers(byte[] request, int status) {
    try (HttpConnection connection = new HttpConnection(port)) {
      return connection.exchange(request) == status;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** The sum of a metric over all its labels; 0 if it is not there. */
  static double metric(int metricsPort, String name) {
    try (HttpConnection connection = new HttpConnection(metricsPort)) {
      connection.exchange(HttpConnection.get("/metrics"));
      return connection
          .content()
          .lines()
          .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    } catch (IOException e) {
      throw new MeasurementFailedException("no metrics", e);
    }
  }

  /** Whether it has ended within that time, and its exit code then. */
  int awaitEnd(Duration atMost) {
    if (!process.awaitEnd(atMost)) {
      throw new MeasurementFailedException("it did not end in " + atMost + "; its log: " + log);
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.terminate();
    if (!process.awaitEnd(GRACE)) {
      process.kill();
    }
  }

  /** What a caller of the service says who it is, and of what it has. */
  static byte[] request(String path, String... further) {
    String[] headers = new String[further.length + 2];
    headers[0] = "X-Internal-API-Key: " + Lab.API_KEY;
    headers[1] = "X-Service-ID: " + Lab.SERVICE_ID;
    System.arraycopy(further, 0, headers, 2, further.length);
    return HttpConnection.get(path, headers);
  }

  static String statusPath(String batch) {
    return "/internal/v1/batches/" + batch + "/status";
  }

  static String userPath(String user, int offset, String filter) {
    String status = filter.isEmpty() ? "" : "&status=" + filter;
    return "/internal/v1/batches/user/" + user + "?limit=20&offset=" + offset + status;
  }
}
