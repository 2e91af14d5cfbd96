package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.bootstrap.configuration.RasConfiguration;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The service inside another program, without the libraries of its process and its command line:
 * neither picocli nor a progress bar, and whatever that program logs with.
 */
class EmbeddingTest {
  private static final List<String> NOT_EMBEDDED =
      List.of("picocli", "progressbar", "jul-to-slf4j", "logback", "logstash");

  /** In a program whose language has digits of its own, too: that is not for RAS to change. */
  @ParameterizedTest
  @ValueSource(strings = {"en", "fa"})
  void theServiceStartsAndAnswersWithoutThem(String language) throws Exception {
    Deployment deployment = new Deployment("embedding");
    ProcessBuilder builder =
        new ProcessBuilder(
            System.getProperty("java.home") + "/bin/java",
            "-Duser.language=" + language,
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classPath(),
            Embedder.class.getName());
    builder.environment().clear();
    builder.environment().putAll(deployment.environment());
    Process embedder = builder.redirectErrorStream(true).start();
    String output = new String(embedder.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(embedder.waitFor(60, TimeUnit.SECONDS)).isTrue();

    assertThat(output).contains("404", "closed");
    assertThat(embedder.exitValue()).as(output).isZero();
  }

  private static String classPath() {
    List<String> entries =
        List.of(System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator)));
    List<String> left =
        entries.stream()
            .filter(entry -> NOT_EMBEDDED.stream().noneMatch(new File(entry).getName()::startsWith))
            .toList();
    assertThat(entries.size() - left.size()).isGreaterThanOrEqualTo(NOT_EMBEDDED.size());
    return left.stream().collect(Collectors.joining(File.pathSeparator));
  }

  @Test
  void whoDependsOnTheServiceDoesNotGetThem() throws Exception {
    String pom = java.nio.file.Files.readString(java.nio.file.Path.of("pom.xml"));
    List<String> optional =
        Stream.of(pom.split("\n", -1)).filter(line -> line.contains("<optional>true")).toList();

    for (String library : NOT_EMBEDDED) {
      assertThat(optional).as(library).anyMatch(line -> line.contains(library));
    }
  }

  /** Another program. */
  static final class Embedder {
    private Embedder() {}

    public static void main(String[] arguments) {
      try (RasService service =
          RasService.start(RasConfiguration.fromEnvironment(System.getenv()))) {
        System.out.println(
            new Api(service.port()).get("/internal/v1/batches/none/status").statusCode());
      }
      System.out.println("closed");
    }
  }
}
