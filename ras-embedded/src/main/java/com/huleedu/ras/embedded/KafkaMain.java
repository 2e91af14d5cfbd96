package com.huleedu.ras.embedded;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
   * @param arguments the file of properties, and the directory of the log
   */
  static void main(String[] arguments) throws ReflectiveOperationException {
    // As every main of RAS: nothing that is written depends on the host.
    Locale.setDefault(Locale.ROOT);
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    String properties = arguments[0];
    if (!Files.exists(Path.of(arguments[1], "meta.properties"))) {
      String[] format = {"format", "-t", CLUSTER, "-c", properties};
      Class.forName("kafka.tools.StorageTool")
          .getMethod("execute", String[].class, PrintStream.class)
          .invoke(null, format, System.out);
    }
    Class.forName("kafka.Kafka")
        .getMethod("main", String[].class)
        .invoke(null, (Object) new String[] {properties});
  }
}
