package com.huleedu.ras.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What it was measured on. */
final class Machine {
  private Machine() {}

  static Map<String, Object> describe() {
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("cores", Runtime.getRuntime().availableProcessors());
    machine.put("processor", line("/proc/cpuinfo", line -> line.startsWith("model name")));
    machine.put("memory", line("/proc/meminfo", line -> line.startsWith("MemTotal")));
    machine.put("load_before", line("/proc/loadavg", line -> true));
    machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    machine.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    return machine;
  }

  private static String line(String file, Predicate<String> wanted) {
    try (var lines = Files.lines(Path.of(file))) {
      return lines
          .filter(wanted)
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse("unknown");
    } catch (IOException notLinux) {
      return "unknown";
    }
  }

  /**
   * The commit of the working directory; null if it is none of a repository, or there is no git.
   */
  static @Nullable String commit() {
    try {
      Process git = new ProcessBuilder("git", "rev-parse", "HEAD").start();
      try (BufferedReader out = git.inputReader()) {
        return out.readLine();
      }
    } catch (IOException noGit) {
      return null;
    }
  }
}
