package com.huleedu.ras.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL 18 with a database {@code ras}, for up to 200 connections. */
public final class PostgresServer extends EmbeddedServer {
  private static final String DATABASE = "ras";
  private static final String WORKING_DIRECTORY = "ot.epg.working-dir";

  static {
    // Where the binaries are unpacked to, once for all. The library's own choice is /tmp.
    if (System.getProperty(WORKING_DIRECTORY) == null) {
      Path cache = Path.of(System.getProperty("user.home"), ".cache", "ras-embedded");
      System.setProperty(WORKING_DIRECTORY, cache.toString());
    }
  }

  private final boolean durable;
  private final @Nullable PostgresTls tls;
  private @Nullable EmbeddedPostgres running;

  private PostgresServer(ServerDirectory directory, boolean durable, @Nullable PostgresTls tls) {
    super("PostgreSQL", directory);
    this.durable = durable;
    this.tls = tls;
  }

  /** As {@link #start(Path, boolean)}, durable. */
  public static PostgresServer start(@Nullable Path dataDirectory) {
    return start(dataDirectory, true);
  }

  /**
   * Starts one and waits until it answers.
   *
   * @param dataDirectory keeps the data; null for a temporary one
   * @param durable whether a commit is on the disk when it is answered; if not, the server is
   *     faster, and a kill may lose or ruin its data
   */
  public static PostgresServer start(@Nullable Path dataDirectory, boolean durable) {
    return started(
        new PostgresServer(ServerDirectory.of(dataDirectory, "postgres"), durable, null));
  }

  /** Starts one that speaks TLS, with temporary data that survive a restart, but not a kill. */
  public static PostgresServer startSecured(PostgresTls tls) {
    return started(new PostgresServer(ServerDirectory.of(null, "postgres"), false, tls));
  }

  /**
   * The database {@code ras}, with user and password among the parameters. Where TLS is spoken the
   * driver speaks it, too, and trusts whoever is there: what it is to do besides comes behind this.
   */
  public String jdbcUrl() {
    return jdbcUrl(DATABASE);
  }

  /**
   * Creates an empty database of a name that was never used. In it everybody may write into the
   * tables of RAS, as tests do past the service; of others it asks for a word first.
   *
   * @param prefix what the name begins with: letters, digits and underscores
   * @return its JDBC URL, with user and password
   */
  public String createDatabase(String prefix) {
    if (!prefix.matches("[A-Za-z0-9_]{1,20}")) {
      throw new IllegalArgumentException("prefix is not a short plain name: " + prefix);
    }
    String name = prefix + "_" + UUID.randomUUID().toString().replace("-", "");
    create(name);
    execute(
        "ALTER DATABASE " + name + " SET ras.generation = '2'",
        "can't create the database " + name);
    return jdbcUrl(name);
  }

  /**
   * Puts another certificate in the place of the one that the server was started with, in the same
   * files; returns once it is shown to whoever connects.
   */
  public void replaceCertificate(IssuedCertificate other) {
    if (tls == null) {
      throw new IllegalStateException("this PostgreSQL speaks no TLS");
    }
    tls.certificate().replaceWith(other);
    execute("SELECT pg_reload_conf()", "can't load its certificate");
    // That was a signal only. A certificate that can't be loaded is logged, and the old one stays.
    await(() -> shows(other.certificate()));
  }

  private boolean shows(X509Certificate certificate) {
    try {
      return TlsProbe.certificateOfPostgres(port()).equals(certificate);
    } catch (IOException notNow) {
      return false;
    }
  }

  @Override
  public synchronized void start() {
    super.start();
    try (Connection connection = DriverManager.getConnection(jdbcUrl("postgres"));
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
      if (!found.next()) {
        create(DATABASE);
      }
    } catch (SQLException e) {
      throw failed("does not answer", e);
    }
  }

  @Override
  public synchronized void kill() {
    super.kill();
    leave();
  }

  @Override
  ServerProcess launch() throws IOException {
    try {
      running = builder().start();
    } catch (IllegalStateException e) {
      throw new IOException(e.getMessage(), e);
    }
    try {
      // Its first line is the process id of the postmaster.
      String pid = Files.readAllLines(directory().data().resolve("postmaster.pid")).getFirst();
      return ServerProcess.adopt(Long.parseLong(pid.strip()), directory());
    } catch (IOException e) {
      leave();
      throw e;
    }
  }

  private EmbeddedPostgres.Builder builder() {
    String on = durable ? "on" : "off";
    return secured(EmbeddedPostgres.builder())
        .setDataDirectory(directory().data())
        .setCleanDataDirectory(false)
        .setRegisterShutdownHook(false)
        .setPort(port())
        .setPGStartupWait(STARTUP)
        // As production databases tend to have: who relies on the order of bytes has to say so.
        .setLocaleConfig("locale-provider", "icu")
        .setLocaleConfig("icu-locale", "en-US")
        .setServerConfig("listen_addresses", "127.0.0.1")
        .setServerConfig("max_connections", "200")
        .setServerConfig("fsync", on)
        .setServerConfig("synchronous_commit", on)
        .setServerConfig("full_page_writes", on)
        .setErrorRedirector(ProcessBuilder.Redirect.appendTo(directory().log().toFile()))
        .setOutputRedirector(ProcessBuilder.Redirect.appendTo(directory().log().toFile()));
  }

  private EmbeddedPostgres.Builder secured(EmbeddedPostgres.Builder builder) {
    PostgresTls spoken = tls;
    if (spoken == null) {
      return builder;
    }
    spoken.settings().forEach(builder::setServerConfig);
    return builder.setDataDirectoryCustomizer(data -> {
      try {
        spoken.writeAccess(data.toPath());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  @Override
  boolean shutDown(ServerProcess process) {
    // By the library first, since SIGTERM alone waits for clients to leave.
    leave();
    return super.shutDown(process);
  }

  /** The library holds a lock on the data that another start needs. */
  private void leave() {
    EmbeddedPostgres left = running;
    running = null;
    if (left == null) {
      return;
    }
    try {
      left.close();
    } catch (IOException e) {
      throw failed("did not stop", e);
    }
  }

  @Override
  boolean answers() {
    try (Connection connection = DriverManager.getConnection(jdbcUrl("postgres"))) {
      return connection.isValid(1);
    } catch (SQLException notYet) {
      return false;
    }
  }

  private void create(String name) {
    execute("CREATE DATABASE " + name, "can't create the database " + name);
  }

  private void execute(String sql, String failure) {
    try (Connection connection = DriverManager.getConnection(jdbcUrl("postgres"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw failed(failure, e);
    }
  }

  private String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:%s/%s?user=postgres&password=postgres"
        .formatted(port(), database);
  }
}
