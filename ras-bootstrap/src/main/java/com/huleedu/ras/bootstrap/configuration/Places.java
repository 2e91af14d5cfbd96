package com.huleedu.ras.bootstrap.configuration;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where in the configuration file a setting stands, and which settings a mistake was made in. */
final class Places {
  /** The setting that names the file; it stands in no file itself. */
  static final String SETTING = "RAS_CONFIG";

  private static final Pattern NAME = Pattern.compile("\\b[A-Z][A-Z_]{3,}\\b");

  private final Map<String, ConfigurationFile.Entry> entries = new HashMap<>();
  private final Set<String> wrong = new TreeSet<>();

  /**
   * Puts what the file says below what the environment does.
   *
   * @param environment gets what it does not set itself
   */
  void add(ConfigurationFile file, Map<String, String> environment) {
    file.entries()
        .forEach((variable, entry) -> {
          if (!isSet(setting(variable), environment)) {
            entries.put(variable, entry);
          }
        });
    entries.forEach((variable, entry) -> environment.put(variable, entry.value()));
  }

  /** A topic that is set to nothing is set. */
  private static boolean isSet(String setting, Map<String, String> environment) {
    return !environment.getOrDefault(setting, "").isBlank()
        || !environment.getOrDefault(setting + Settings.IN_A_FILE, "").isBlank()
        || (environment.containsKey(setting)
            && Setting.of(setting).section() == Setting.Section.TOPICS);
  }

  /** The setting that a variable sets, itself or by a file. */
  static String setting(String variable) {
    return variable.endsWith(Settings.IN_A_FILE)
        ? variable.substring(0, variable.length() - Settings.IN_A_FILE.length())
        : variable;
  }

  /** Remembers of which settings a mistake is said. */
  void remember(String mistake) {
    NAME.matcher(mistake)
        .results()
        .map(MatchResult::group)
        .map(Places::setting)
        .forEach(wrong::add);
  }

  /** Whether a mistake was said of it. */
  boolean isWrong(String setting) {
    return wrong.contains(setting);
  }

  /** The line of the file that a variable's value is from; empty if it is from elsewhere. */
  Optional<String> line(String variable) {
    return Optional.ofNullable(entries.get(variable)).map(ConfigurationFile.Entry::line);
  }

  /** A sentence, with the places in the file of what stands there instead of its names. */
  String in(String sentence) {
    return entries.isEmpty()
        ? sentence
        : NAME.matcher(sentence).replaceAll(name -> Matcher.quoteReplacement(place(name.group())));
  }

  private String place(String variable) {
    return Optional.ofNullable(entries.get(variable))
        .or(() -> Optional.ofNullable(entries.get(variable + Settings.IN_A_FILE)))
        .map(ConfigurationFile.Entry::place)
        .orElse(variable);
  }
}
