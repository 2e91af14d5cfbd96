package com.huleedu.ras.benchmarks;

import com.huleedu.ras.benchmarks.bare.BareServer;
import com.huleedu.ras.bootstrap.RasService;
import com.huleedu.ras.embedded.EmbeddedStack;
import com.huleedu.ras.embedded.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What experiments share: servers, durable ones, how much of everything, and where it is noted. */
final class Lab implements AutoCloseable {
  static final String API_KEY = "key-of-the-benchmark-0123";
  static final String SERVICE_ID = "api-gateway-service";
  private static final String SERVICE = RasService.class.getPackageName() + ".command.Main";
  private static final List<String> FLAGS =
      List.of(
          "-Xmx256m",
          "-XX:+UseCompactObjectHeaders",
          "-XX:+UseSerialGC",
          "-XX:TrimNativeHeapInterval=5000",
          "-Dlogback.configurationFile=logback-json.xml");

  private final Scale scale;
  private final long seed;
  private final Path directory;
  private final Screen screen;
  private final RawData raw;
  private final Charts charts = new Charts();
  private final EmbeddedStack servers;
  private final Databases databases;
  private @Nullable Library library;
  private final long opened = System.nanoTime();
  private OptionalDouble capacity = OptionalDouble.empty();

  private Lab(Scale scale, long seed, Path directory, Screen screen) throws IOException {
    this.scale = scale;
    this.seed = seed;
    this.directory = directory;
    this.screen = screen;
    this.raw = new RawData(directory);
    this.servers = EmbeddedStack.start(null, true);
    this.databases = Databases.of(servers.postgres());
  }

  static Lab open(Scale scale, long seed, Path directory, Screen screen) throws IOException {
    Path logs = Files.createDirectories(directory.resolve("logs"));
    try (var earlier = Files.newDirectoryStream(logs, "*.log")) {
      for (Path log : earlier) {
        Files.delete(log);
      }
    }
    return new Lab(scale, seed, directory, screen);
  }

  Scale scale() {
    return scale;
  }

  /** Of the next pair of measurements: a quick run on a slow machine ends in time all the same. */
  int repetitions() {
    long minutes = Duration.ofNanos(System.nanoTime() - opened).toMinutes();
    if (!scale.quick() || minutes < 4) {
      return scale.repetitions();
    }
    return minutes < 6 ? 2 : 1;
  }

  long seed() {
    return seed;
  }

  Screen screen() {
    return screen;
  }

  RawData raw() {
    return raw;
  }

  Charts charts() {
    return charts;
  }

  EmbeddedStack servers() {
    return servers;
  }

  Databases databases() {
    return databases;
  }

  /** What all that read read from; filled when first asked for. */
  Library library() {
    Library filled = library;
    if (filled == null) {
      filled = Library.fill(this);
      library = filled;
    }
    return filled;
  }

  /** How many events a second the service takes in, if that was measured. */
  OptionalDouble capacity() {
    return capacity;
  }

  void capacityIs(double eventsPerSecond) {
    capacity = OptionalDouble.of(eventsPerSecond);
  }

  /**
   * Starts the service.
   *
   * @param name of its log
   * @param database with its schema
   * @param further replace the usual ones
   */
  ServiceProcess service(String name, String database, Log log, Map<String, String> further) {
    return service(name, database, log, further, List.of());
  }

  /** The same, with more flags for its JVM. */
  ServiceProcess service(
      String name, String database, Log log, Map<String, String> further, List<String> flags) {
    int port = JavaProcess.freePort();
    Map<String, String> settings = settings(database, log, further);
    settings.put("PORT", String.valueOf(port));
    return ServiceProcess.start(program(List.of(), with(flags), settings), port, log(name));
  }

  /** A command of the service, as a process. */
  ServiceProcess command(String name, String database, Log log, String... arguments) {
    return ServiceProcess.start(
        program(List.of(arguments), with(List.of()), settings(database, log, Map.of())),
        0,
        log(name));
  }

  /** Makes the tables of the service. */
  void migrate(String database, Log log) {
    try (ServiceProcess migrate = command("migrate", database, log, "migrate")) {
      if (migrate.awaitEnd(Duration.ofMinutes(2)) != 0) {
        throw new MeasurementFailedException("the tables could not be made");
      }
    }
  }

  private static JavaProcess.Program program(
      List<String> arguments, List<String> flags, Map<String, String> settings) {
    return new JavaProcess.Program(SERVICE, arguments, flags, settings);
  }

  private static List<String> with(List<String> further) {
    return Stream.concat(FLAGS.stream(), further.stream()).toList();
  }

  /**
   * A new file in which processes of one kind find their classes as the first of them left them.
   */
  Path archive(String name) throws IOException {
    Path file = directory.resolve(name + ".jsa").toAbsolutePath();
    Files.deleteIfExists(file);
    return file;
  }

  private Map<String, String> settings(String database, Log log, Map<String, String> further) {
    Map<String, String> settings = new HashMap<>(log.settings());
    settings.put("HOST", "127.0.0.1");
    settings.put("METRICS_PORT", "0");
    settings.put("ADMIN_PORT", "0");
    settings.put("DATABASE_URL", database);
    settings.put("KAFKA_BOOTSTRAP_SERVERS", servers.kafka().bootstrapServers());
    settings.put("REDIS_URL", servers.redis().uri());
    settings.put("INTERNAL_API_KEY", API_KEY);
    settings.putAll(further);
    return settings;
  }

  /** Starts a bare server with the flags of the service. */
  ServiceProcess bare(String mode, String database) {
    return bare(mode, database, List.of());
  }

  /** The same, with more flags for its JVM. */
  ServiceProcess bare(String mode, String database, List<String> flags) {
    int port = JavaProcess.freePort();
    Map<String, String> settings =
        Map.of(
            "DATABASE_URL",
            Databases.withSchema(database),
            "REDIS_URL",
            servers.redis().uri(),
            "INTERNAL_API_KEY",
            API_KEY);
    JavaProcess.Program program =
        new JavaProcess.Program(
            BareServer.class.getName(), List.of(mode, String.valueOf(port)), with(flags), settings);
    return ServiceProcess.start(program, port, log("bare-" + mode));
  }

  private Path log(String name) {
    return directory.resolve("logs").resolve(name + ".log");
  }

  static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MeasurementFailedException("interrupted", e);
    }
  }

  static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MeasurementFailedException("interrupted", e);
    }
  }

  @Override
  public void close() {
    if (library != null) {
      library.close();
    }
    servers.close();
    raw.close();
  }
}
