package com.huleedu.ras.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisServerTest {
  @Test
  void aRestartKeepsPortAndKeys() throws IOException {
    try (RedisServer redis = RedisServer.start(null)) {
      String uri = redis.uri();
      assertThat(ask(redis, "SET kept 1")).isEqualTo("+OK");
      redis.restart();
      assertThat(redis.uri()).isEqualTo(uri);
      assertThat(ask(redis, "INCR kept")).isEqualTo(":2");
    }
  }

  @Test
  void aKilledServerComesBack() throws IOException {
    try (RedisServer redis = RedisServer.start(null)) {
      redis.kill();
      assertThat(Ports.isOpen(redis.port())).isFalse();
      redis.start();
      assertThat(ask(redis, "PING")).isEqualTo("+PONG");
    }
  }

  @Test
  void aGivenDirectoryKeepsTheKeysForAnotherServer(@TempDir Path given) throws IOException {
    Path data = given.resolve("a name with spaces");
    try (RedisServer first = RedisServer.start(data)) {
      ask(first, "SET kept 1");
    }
    try (RedisServer second = RedisServer.start(data)) {
      assertThat(ask(second, "INCR kept")).isEqualTo(":2");
    }
  }

  @Test
  void closingLeavesNothingBehind() {
    RedisServer redis = RedisServer.start(null);
    ProcessHandle process = ProcessHandle.of(redis.pid()).orElseThrow();
    redis.close();
    assertThat(process.isAlive()).isFalse();
    assertThat(redis.directory().path()).doesNotExist();
  }

  private static String ask(RedisServer redis, String command) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis.port())) {
      socket.getOutputStream().write((command + "\r\n").getBytes(UTF_8));
      return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
    }
  }
}
