package com.huleedu.ras.bootstrap.command;

import com.huleedu.ras.domain.MisconfiguredException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which file settings are read from, below those of the environment. */
final class ConfigOption {
  private static final String NAME = "--config";
  private static final String SETTING = "RAS_CONFIG";

  @Option(
      names = NAME,
      paramLabel = "FILE",
      description =
          "Read settings from this YAML file; the environment goes before it. Default: the file"
              + " that RAS_CONFIG names, if any.")
  private @Nullable Path file;

  /**
   * The variables of this process, with the file that was named.
   *
   * @throws MisconfiguredException if it can't be read
   */
  Map<String, String> environment() {
    if (file == null) {
      return System.getenv();
    }
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new MisconfiguredException(NAME + " names a file that can't be read: " + file);
    }
    return with(System.getenv(), file.toString());
  }

  /** The same before the arguments are read, for the log. */
  static Map<String, String> environment(Map<String, String> environment, String[] arguments) {
    List<String> all = List.of(arguments);
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).startsWith(NAME + "=")) {
        return with(environment, all.get(i).substring(NAME.length() + 1));
      }
      if (all.get(i).equals(NAME) && i + 1 < all.size()) {
        return with(environment, all.get(i + 1));
      }
    }
    return environment;
  }

  private static Map<String, String> with(Map<String, String> environment, String file) {
    Map<String, String> all = new HashMap<>(environment);
    all.remove(SETTING + "_FILE");
    all.put(SETTING, file);
    return all;
  }
}
