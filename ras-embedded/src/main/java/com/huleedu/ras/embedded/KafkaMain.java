package com.huleedu.ras.embedded;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;

/**
 * The main of the broker's JVM: formats its storage the first time, then runs Kafka's own main.
 *
 * <p>By reflection, since {@code kafka_2.13} can't be the name of a module.
 */
final class KafkaMain {
  private static final String CLUSTER = "cmFzLWVtYmVkZGVkLWthZg";

  private KafkaMain() {}

  /**
   * How to start it.
   *
   * @param more flags of its JVM
   * @param classPath has Kafka and this class
   * @param arguments as {@link #main} takes them
   */
  static List<String> command(
      Path temporary, List<String> more, String classPath, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx320m",
            "-XX:+UseSerialGC",
            "-XX:+DisableAttachMechanism",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dlogback.configurationFile=com/huleedu/ras/embedded/kafka-logback.xml",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-Djava.io.tmpdir=" + temporary));
    command.addAll(more);
    command.addAll(List.of("-cp", classPath, KafkaMain.class.getName()));
    command.addAll(arguments);
    return command;
  }

  /**
   * @param arguments the file of properties, the directory of the log, and a file of users as the
   *     storage tool takes them, one a line, if there are any
   */
  static void main(String[] arguments) throws ReflectiveOperationException, IOException {
    // As every main of RAS: nothing that is written depends on the host.
    Locale.setDefault(Locale.ROOT);
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    String properties = arguments[0];
    if (!Files.exists(Path.of(arguments[1], "meta.properties"))) {
      List<String> format = new ArrayList<>(List.of("format", "-t", CLUSTER, "-c", properties));
      if (arguments.length > 2) {
        for (String user : Files.readAllLines(Path.of(arguments[2]))) {
          format.addAll(List.of("--add-scram", user));
        }
      }
      Class.forName("kafka.tools.StorageTool")
          .getMethod("execute", String[].class, PrintStream.class)
          .invoke(null, format.toArray(String[]::new), System.out);
    }
    Class.forName("kafka.Kafka")
        .getMethod("main", String[].class)
        .invoke(null, (Object) new String[] {properties});
  }
}
