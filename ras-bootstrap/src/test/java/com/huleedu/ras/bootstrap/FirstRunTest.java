package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.architecture.Repository;
import com.huleedu.ras.embedded.KafkaBroker;
import com.huleedu.ras.embedded.KafkaListener;
import com.huleedu.ras.embedded.KafkaSecurity;
import com.huleedu.ras.embedded.PostgresServer;
import com.huleedu.ras.embedded.RedisServer;
import com.huleedu.ras.embedded.TestAuthority;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.tools.AclCommand;
import org.apache.kafka.tools.ConfigCommand;
import org.apache.kafka.tools.ConsoleProducer;
import org.apache.kafka.tools.TopicCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each command of the page about the first run, as it stands there, against servers that nobody has
 * prepared: a role without rights of an administrator, a Kafka that denies what no ACL allows.
 */
class FirstRunTest {
  private static final Map<String, Class<?>> TOOLS =
      Map.of(
          "kafka-topics.sh", TopicCommand.class,
          "kafka-configs.sh", ConfigCommand.class,
          "kafka-acls.sh", AclCommand.class,
          "kafka-console-producer.sh", ConsoleProducer.class);
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
  private static final Pattern HELD = Pattern.compile("/run/secrets/([a-z-]+)}.*# holds (\\S+)");
  private static final String SECRET = "a-secret-of-the-first-run";

  @TempDir private Path directory;
  private final PostgresServer postgres = PostgresServer.start(null, false);
  private final RedisServer redis = RedisServer.start(null);
  private final List<ServiceProcess> services = new ArrayList<>();
  private final List<String> done = new ArrayList<>();

  @AfterEach
  void stop() {
    services.forEach(ServiceProcess::close);
    redis.close();
    postgres.close();
  }

  @Test
  void eachCommandDoesWhatThePageSays() throws Exception {
    TestAuthority authority = TestAuthority.create(directory);
    try (KafkaBroker kafka =
        KafkaBroker.startSecured(
            KafkaSecurity.of(authority).withUser("ras", SECRET).whereAclsDecide())) {
      Files.writeString(directory.resolve("ras-key"), SECRET);
      Map<String, String> environment = environment(authority);
      StringBuilder settings = new StringBuilder();
      for (String line : commands()) {
        String command = line.replaceFirst("\\s+#.*", "").replace("…", SECRET);
        if (command.matches("[a-z]+: \\{.*")) {
          keep(line);
          settings.append(placed(command, kafka)).append('\n');
          Files.writeString(directory.resolve("ras.yaml"), settings);
        } else {
          run(command, kafka, environment);
        }
        done.add(command);
      }
    }
    assertThat(done).as("what the page says").hasSizeGreaterThan(15);
  }

  /** The lines of its blocks. */
  private static List<String> commands() {
    return Repository.read(Repository.ROOT.resolve("docs/first-run.md"))
        .lines()
        .filter(line -> line.startsWith("    "))
        .map(String::strip)
        .toList();
  }

  private void run(String command, KafkaBroker kafka, Map<String, String> environment)
      throws Exception {
    List<String> words =
        WORD.matcher(command).results().map(FirstRunTest::text).collect(Collectors.toList());
    switch (words.getFirst()) {
      case "create" -> Rows.execute(administrator(), command);
      case "maxmemory", "maxmemory-policy" -> atRedis("CONFIG", "SET", words);
      case "ACL" -> atRedis("ACL", "SETUSER", words.subList(2, words.size()));
      case "./ras" -> ras(words.subList(1, words.size()), environment);
      case "curl" -> await().untilAsserted(() -> ask(words));
      case "echo" -> piped(command, kafka);
      default -> tool(words, kafka);
    }
  }

  private void atRedis(String command, String kind, List<String> words) {
    try (RedisClient client = RedisClient.create(redis.uri());
        StatefulRedisConnection<String, String> connection = client.connect()) {
      CommandArgs<String, String> arguments =
          new CommandArgs<>(StringCodec.UTF8).add(kind).addValues(words);
      assertThat(
              connection
                  .sync()
                  .dispatch(
                      CommandType.valueOf(command),
                      new StatusOutput<>(StringCodec.UTF8),
                      arguments))
          .as(words.toString())
          .isEqualTo("OK");
    }
  }

  private static String text(MatchResult word) {
    return word.group(1) == null ? word.group(2) : word.group(1);
  }

  /** What stands in quotes to the tool behind the pipe. */
  private void piped(String command, KafkaBroker kafka) throws Exception {
    int end = command.lastIndexOf("' | ");
    Path input = directory.resolve("input");
    Files.writeString(input, command.substring("echo '".length(), end) + "\n");
    tool(
        new ArrayList<>(List.of(command.substring(end + "' | ".length()).split(" "))),
        kafka,
        ProcessBuilder.Redirect.from(input.toFile()));
  }

  private void tool(List<String> words, KafkaBroker kafka) throws Exception {
    tool(words, kafka, ProcessBuilder.Redirect.PIPE);
  }

  /** One broker can't have three replicas. */
  private void tool(List<String> words, KafkaBroker kafka, ProcessBuilder.Redirect input)
      throws Exception {
    Class<?> tool = TOOLS.get(words.removeFirst());
    assertThat(tool).as("a command that no test knows: %s", words).isNotNull();
    words.replaceAll(word ->
        switch (word) {
          case "kafka:9092" -> kafka.bootstrapServers();
          case "3" -> "1";
          default -> word;
        });
    List<String> java = new ArrayList<>();
    java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    java.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
    java.addAll(List.of(System.getProperty("java.class.path"), tool.getName()));
    java.addAll(words);
    Path output = directory.resolve("tool.log");
    Process process =
        new ProcessBuilder(java)
            .redirectErrorStream(true)
            .redirectInput(input)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor()).as("%s%n%s", words, Files.readString(output)).isZero();
  }

  private void ras(List<String> words, Map<String, String> environment) {
    words.replaceAll(word -> word.equals("ras.yaml") ? directory.resolve(word).toString() : word);
    Map<String, String> settings = new HashMap<>(environment);
    settings.put("METRICS_PORT", "0");
    ServiceProcess process = ServiceProcess.start(settings, words.toArray(String[]::new));
    services.add(process);
    if (words.getFirst().equals("serve")) {
      process.awaitReady();
    } else {
      assertThat(process.exitCode()).as("%s%n%s", words, process.output()).isZero();
      assertThat(process.output()).as(words.toString()).doesNotContain(SECRET);
    }
  }

  private void ask(List<String> words) throws Exception {
    ServiceProcess service =
        services.stream().filter(ServiceProcess::isRunning).findFirst().orElseThrow();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
            URI.create(
                words
                    .getLast()
                    .replaceFirst(":9096/", ":" + service.port() + "/")
                    .replaceFirst(":4003/", ":" + service.port() + "/")));
    for (int i = 1; i < words.size() - 1; i++) {
      if (words.get(i).equals("-H")) {
        String[] header = words.get(i + 1).split(": ", 2);
        request.header(header[0], header[1]);
      }
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as("%s: %s", words, answer.body()).isEqualTo(200);
    }
  }

  /** This server comes with a database of that name. */
  private String administrator() {
    String url = postgres.jdbcUrl().replaceFirst("/ras\\?", "/postgres?");
    if (done.stream().noneMatch(command -> command.startsWith("create"))) {
      Rows.execute(url, "drop database ras");
    }
    return url;
  }

  /** With where the servers are here. */
  private String placed(String setting, KafkaBroker kafka) {
    return setting
        .replace("kafka-1:9092,kafka-2:9092", kafka.bootstrapServers(KafkaListener.SASL_SCRAM))
        .replace("/run/secrets", directory.toString());
  }

  /** What the page says that a file holds, with where the servers are here. */
  private void keep(String line) throws IOException {
    Matcher file = HELD.matcher(line);
    if (file.find()) {
      Files.writeString(
          directory.resolve(file.group(1)),
          file.group(2)
              .replace("…", SECRET)
              .replace("db:5432", postgres.jdbcUrl().replaceFirst(".*//([^/]+)/.*", "$1"))
              .replace("cache:6379/0", redis.uri().replaceFirst(".*//", "")));
    }
  }

  /** How this Kafka lets anybody in, which another page says. */
  private static Map<String, String> environment(TestAuthority authority) {
    return Map.of(
        "KAFKA_SECURITY_PROTOCOL", "SASL_SSL",
        "KAFKA_SASL_MECHANISM", "SCRAM-SHA-512",
        "KAFKA_SASL_USERNAME", "ras",
        "KAFKA_SASL_PASSWORD", SECRET,
        "KAFKA_SSL_TRUSTSTORE_LOCATION", authority.trustedPem().toString());
  }
}
