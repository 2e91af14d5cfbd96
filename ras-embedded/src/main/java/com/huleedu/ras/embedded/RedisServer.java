package com.huleedu.ras.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/** A Redis 6.2. */
public final class RedisServer extends EmbeddedServer {
  private static final int TIMEOUT_MILLIS = 5_000;

  private final boolean durable;
  private final @Nullable Secured secured;

  private RedisServer(ServerDirectory directory, boolean durable, @Nullable RedisTls tls) {
    super("Redis", directory);
    this.durable = durable;
    this.secured = tls == null ? null : new Secured(tls, tls.authority().client("administrator"));
  }

  /**
   * What a Redis that speaks TLS has beside others.
   *
   * @param own shown by this class when it asks the server itself
   */
  private record Secured(RedisTls tls, IssuedCertificate own) {}

  /** As {@link #start(Path, boolean)}, durable. */
  public static RedisServer start(@Nullable Path dataDirectory) {
    return start(dataDirectory, true);
  }

  /**
   * Starts one and waits until it answers.
   *
   * @param dataDirectory keeps the data; null for a temporary one
   * @param durable whether it keeps its data over a restart, by an append-only file; if not, it
   *     starts again with what the last {@code SAVE} wrote, or with nothing
   */
  public static RedisServer start(@Nullable Path dataDirectory, boolean durable) {
    return started(new RedisServer(ServerDirectory.of(dataDirectory, "redis"), durable, null));
  }

  /** Starts one that speaks TLS alone, with temporary data that survive a restart. */
  public static RedisServer startSecured(RedisTls tls) {
    return started(new RedisServer(ServerDirectory.of(null, "redis"), true, tls));
  }

  /** For {@code REDIS_URL}: {@code rediss://} where TLS is spoken. */
  public String uri() {
    return (secured == null ? "redis" : "rediss") + "://127.0.0.1:" + port();
  }

  /**
   * Puts another certificate in the place of the one that the server was started with, in the same
   * files; it is shown to whoever connects from then on. For as long as the default user needs no
   * password.
   */
  public void replaceCertificate(IssuedCertificate other) {
    IssuedCertificate shown = secured().tls().certificate();
    shown.replaceWith(other);
    try {
      // Certificate and key are loaded together, whichever of the two is set, and be it to what it
      // was. Two files that don't belong together are refused, so other names would have to be set
      // in one command, which no Redis before 7 understands.
      String answer = ask("CONFIG", "SET", "tls-cert-file", shown.chain().toString());
      if (!answer.equals("+OK")) {
        throw new IOException(answer);
      }
    } catch (IOException e) {
      throw failed("did not take the certificate", e);
    }
  }

  @Override
  ServerProcess launch() throws IOException {
    Files.createDirectories(directory().data());
    Path executable =
        ExecutableProvider.newJarResourceProvider(directory().path().toFile()).get().toPath();
    List<String> command = new ArrayList<>(List.of(executable.toString()));
    command.addAll(List.of("--bind", "127.0.0.1"));
    command.addAll(listening());
    command.addAll(List.of("--dir", directory().data().toString()));
    command.addAll(List.of("--save", "", "--appendonly", durable ? "yes" : "no"));
    command.addAll(List.of("--loglevel", "warning"));
    return ServerProcess.launch(command, directory());
  }

  private List<String> listening() {
    String port = Integer.toString(port());
    if (secured == null) {
      return List.of("--port", port);
    }
    RedisTls tls = secured.tls();
    return List.of(
        "--port",
        "0",
        "--tls-port",
        port,
        "--tls-cert-file",
        tls.certificate().chain().toString(),
        "--tls-key-file",
        tls.certificate().key().toString(),
        "--tls-ca-cert-file",
        tls.authority().trustedPem().toString(),
        "--tls-auth-clients",
        tls.clients().name().toLowerCase(Locale.ROOT));
  }

  @Override
  boolean answers() {
    try {
      return ask("PING").equals("+PONG");
    } catch (IOException notYet) {
      return false;
    }
  }

  /** The first line of the answer to a command. */
  private String ask(String... words) throws IOException {
    StringBuilder command = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      command.append("$" + word.getBytes(UTF_8).length + "\r\n" + word + "\r\n");
    }
    try (Socket socket = connect()) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(command.toString().getBytes(UTF_8));
      var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      String line = in.readLine();
      if (line == null) {
        throw new EOFException("no answer");
      }
      return line;
    }
  }

  private Socket connect() throws IOException {
    return secured == null
        ? new Socket(InetAddress.getLoopbackAddress(), port())
        : TlsProbe.open(port(), secured.own());
  }

  private Secured secured() {
    if (secured == null) {
      throw new IllegalStateException("this Redis speaks no TLS");
    }
    return secured;
  }
}
