package com.huleedu.ras.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStackTest {

  /** A JVM of its own, so that it can be killed. */
  static final class Main {
    static void main(String[] arguments) throws InterruptedException {
      EmbeddedStack stack = EmbeddedStack.start(null, false);
      for (EmbeddedServer server : List.of(stack.postgres(), stack.redis(), stack.kafka())) {
        System.out.println(server.pid() + " " + server.directory().path());
      }
      Thread.sleep(Duration.ofMinutes(5));
    }
  }

  @Test
  void noServerAndNoDirectoryOutlivesAKilledJvm() throws IOException {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<ProcessHandle> servers = new ArrayList<>();
    List<Path> directories = new ArrayList<>();
    BufferedReader output = jvm.inputReader();
    for (int i = 0; i < 3; i++) {
      String[] line = output.readLine().split(" ", 2);
      servers.add(ProcessHandle.of(Long.parseLong(line[0])).orElseThrow());
      directories.add(Path.of(line[1]));
    }
    assertThat(directories).allMatch(Files::isDirectory);
    jvm.destroyForcibly();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> {
          assertThat(servers).noneMatch(ProcessHandle::isAlive);
          assertThat(directories).noneMatch(Files::exists);
        });
  }

  @Test
  void ifOneFailsTheOthersDontStay(@TempDir Path data) throws IOException {
    Files.writeString(Files.createDirectories(data.resolve("postgres/data")).resolve("x"), "");
    assertThatThrownBy(() -> EmbeddedStack.start(data, false))
        .isInstanceOf(ServerFailedException.class)
        .hasMessageContaining("PostgreSQL");
    assertThat(ProcessHandle.current().descendants())
        .noneMatch(process -> process.info().commandLine().orElse("").contains(data.toString()));
  }
}
