package com.huleedu.ras.bootstrap.configuration;

import com.huleedu.ras.bootstrap.configuration.Setting.Form;
import com.huleedu.ras.domain.MisconfiguredException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is set, and where: each setting with its value, as it may be shown, and its origin.
 *
 * @param values of all settings, in their order
 * @param mistakes what is wrong; empty if the service could be started with it
 * @param warnings what is of no use
 */
public record EffectiveConfiguration(
    List<Value> values, List<String> mistakes, List<String> warnings) {
  private static final Pattern ADDRESS =
      Pattern.compile("(\\w+)://(?:[^?]*@)?([\\w.:,\\[\\]-]+(?:/[\\w.-]*)*)(?:\\?.*)?");
  private static final String DEFAULT = "default";
  private static final String NOT_SET = "not set";
  private static final String SECRET = "(secret)";
  private static final String HIDDEN = "(not shown)";

  public EffectiveConfiguration {
    values = List.copyOf(values);
    mistakes = List.copyOf(mistakes);
    warnings = List.copyOf(warnings);
  }

  /**
   * One setting.
   *
   * @param shown its value, without secrets; empty if it is not set and has no default
   * @param origin {@code ras.yaml:12}, {@code environment}, the variable that names a file and its
   *     path, {@code default} or {@code not set}
   */
  public record Value(Setting setting, Optional<String> shown, String origin) {
    private boolean isDefault() {
      return origin.equals(DEFAULT) || origin.equals(NOT_SET);
    }
  }

  /** Reads everything, as the service would. */
  public static EffectiveConfiguration of(Map<String, String> environment) {
    Settings settings = new Settings(environment);
    ConfigurationReader reader = new ConfigurationReader(settings);
    try {
      reader.read();
    } catch (MisconfiguredException named) {
      // Its sentences are in the settings.
    }
    List<Value> values = Setting.all().stream().map(setting -> value(settings, setting)).toList();
    return new EffectiveConfiguration(values, settings.mistakes(), reader.warnings());
  }

  /** In a line what is set, without secrets: all else has its default. */
  public static String set(Map<String, String> environment) {
    return of(environment).values().stream()
        .filter(value -> !value.isDefault())
        .map(value -> value.setting().name() + "=" + value.shown().orElse(""))
        .collect(Collectors.joining(", "));
  }

  private static Value value(Settings settings, Setting setting) {
    String name = setting.name();
    String inFile = name + Settings.IN_A_FILE;
    Optional<String> direct = settings.given(name);
    Optional<String> path = settings.given(inFile);
    if (direct.isPresent()) {
      return new Value(
          setting,
          Optional.of(shown(settings, setting, direct.get())),
          settings.places().line(name).orElse("environment"));
    }
    if (path.isPresent()) {
      // Whoever mistakes X_FILE for X has the secret itself there.
      boolean readable = settings.asked().contains(name) && !settings.places().isWrong(name);
      String where = readable ? inFile + " " + path.get() : inFile;
      return new Value(
          setting,
          Optional.of(
              setting.secret() || setting.accepts().form() == Form.PEM
                  ? SECRET
                  : settings
                      .find(name)
                      .map(value -> shown(settings, setting, value))
                      .orElse(HIDDEN)),
          settings.places().line(inFile).map(line -> line + ", " + where).orElse(where));
    }
    Optional<String> otherwise = Optional.of(setting.otherwise()).filter(text -> !text.isEmpty());
    return new Value(setting, otherwise, otherwise.isPresent() ? DEFAULT : NOT_SET);
  }

  private static String shown(Settings settings, Setting setting, String value) {
    boolean good =
        settings.asked().contains(setting.name()) && !settings.places().isWrong(setting.name());
    if (!good) {
      return !setting.secret() && Quoting.isHarmless(value) ? value : HIDDEN;
    }
    return switch (setting.accepts().form()) {
      case URL -> address(value);
      case PEM -> value.contains("-----BEGIN") ? "(PEM text)" : value;
      case KEYS -> SECRET;
      default -> setting.secret() ? SECRET : value.contains("://") ? HIDDEN : oneLine(value);
    };
  }

  /** Scheme, hosts and path, of a URL that was found to be right. */
  private static String address(String url) {
    Matcher parts = ADDRESS.matcher(url);
    return parts.matches() ? parts.group(1) + "://" + parts.group(2) : SECRET;
  }

  private static String oneLine(String value) {
    return value.replaceAll("\\p{Cntrl}", " ");
  }
}
