package com.huleedu.ras.bootstrap.command;

import com.huleedu.ras.bootstrap.configuration.EffectiveConfiguration;
import com.huleedu.ras.bootstrap.configuration.EffectiveConfiguration.Value;
import com.huleedu.ras.bootstrap.configuration.Setting.Section;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows each setting with its value and where that is from. */
@Command(
    name = "config",
    description =
        "Show every setting with its value and its origin: a line of the configuration file, the"
            + " environment, a file, or the default. Secrets are not shown, and no server is asked.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:the service could be started with it", "2:misconfigured or misused"},
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets what it annotates before it runs
final class ConfigCommand implements Callable<Integer> {
  private static final int MISCONFIGURED = 2;

  @Spec private CommandSpec spec;
  @Mixin private ConfigOption config;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    EffectiveConfiguration found = EffectiveConfiguration.of(config.environment());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(asJson(found));
    } else {
      print(found.values(), out);
      found.mistakes().forEach(mistake -> out.println("WRONG  " + mistake));
    }
    out.flush();
    return found.mistakes().isEmpty() ? 0 : MISCONFIGURED;
  }

  /** The value last: it may be long. */
  private static void print(List<Value> values, PrintWriter out) {
    String row =
        "%-"
            + width(values, 7, value -> value.setting().name().length() + 2)
            + "s  "
            + ("%-" + width(values, 6, value -> value.origin().length()) + "s  %s%n");
    out.printf(row, "SETTING", "ORIGIN", "VALUE");
    for (Section section : Section.values()) {
      out.println();
      out.println(section.title());
      values.stream()
          .filter(value -> value.setting().section() == section)
          .forEach(value ->
              out.printf(
                  row, "  " + value.setting().name(), value.origin(), value.shown().orElse("–")));
    }
    out.println();
  }

  private static int width(List<Value> values, int least, ToIntFunction<Value> length) {
    return Math.max(least, values.stream().mapToInt(length).max().orElse(0));
  }

  private static String asJson(EffectiveConfiguration found) {
    JsonMapper json = new JsonMapper();
    ObjectNode whole = json.createObjectNode();
    ArrayNode settings = whole.putArray("settings");
    for (Value value : found.values()) {
      ObjectNode one = settings.addObject();
      one.put("name", value.setting().name());
      one.put("path", value.setting().path());
      one.put("value", value.shown().orElse(null));
      one.put("origin", value.origin());
      one.put("secret", value.setting().secret());
    }
    found.mistakes().forEach(whole.putArray("mistakes")::add);
    found.warnings().forEach(whole.putArray("warnings")::add);
    return json.writerWithDefaultPrettyPrinter().writeValueAsString(whole);
  }
}
