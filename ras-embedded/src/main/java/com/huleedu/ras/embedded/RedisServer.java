package com.huleedu.ras.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/** A Redis 6.2. */
public final class RedisServer extends EmbeddedServer {
  private static final String PONG = "+PONG";

  private final boolean durable;

  private RedisServer(ServerDirectory directory, boolean durable) {
    super("Redis", directory);
    this.durable = durable;
  }

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
    return started(new RedisServer(ServerDirectory.of(dataDirectory, "redis"), durable));
  }

  /** For {@code REDIS_URL}. */
  public String uri() {
    return "redis://127.0.0.1:" + port();
  }

  @Override
  ServerProcess launch() throws IOException {
    Files.createDirectories(directory().data());
    Path executable =
        ExecutableProvider.newJarResourceProvider(directory().path().toFile()).get().toPath();
    List<String> command =
        List.of(
            executable.toString(),
            "--bind",
            "127.0.0.1",
            "--port",
            Integer.toString(port()),
            "--dir",
            directory().data().toString(),
            "--save",
            "",
            "--appendonly",
            durable ? "yes" : "no",
            "--loglevel",
            "warning");
    return ServerProcess.launch(command, directory());
  }

  @Override
  boolean answers() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.setSoTimeout(1_000);
      socket.getOutputStream().write("PING\r\n".getBytes(US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes(PONG.length());
      return new String(answer, US_ASCII).equals(PONG);
    } catch (IOException notYet) {
      return false;
    }
  }
}
