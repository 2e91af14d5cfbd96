package com.huleedu.ras.bootstrap.configuration;

import com.huleedu.ras.bootstrap.configuration.Setting.Accepts;
import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.tls.Material;
import com.huleedu.ras.tls.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads settings from the environment, and below it from the configuration file that {@code
 * RAS_CONFIG} names, and remembers every mistake, so that all of them are named at once. Any {@code
 * X} may be given as {@code X_FILE}, a file that holds the value. After a mistake a stand-in is
 * returned, which nobody may use.
 */
public final class Settings {
  /** What is put to the name of a setting for the path of a file that holds the value. */
  public static final String IN_A_FILE = "_FILE";

  private final Set<String> variables;
  private final Map<String, String> environment;
  private final Places places;
  private final Set<String> asked = new TreeSet<>();
  private final List<String> mistakes = new ArrayList<>();
  private boolean unread;

  public Settings(Map<String, String> environment) {
    this.variables = Set.copyOf(environment.keySet());
    this.environment = new HashMap<>(environment);
    this.places = new Places();
    find(Places.SETTING).filter(path -> !path.isEmpty()).ifPresent(this::readFile);
  }

  private void readFile(String path) {
    try {
      ConfigurationFile file =
          ConfigurationFileReader.read(
              Path.of(path).getFileName().toString(), Files.readString(Path.of(path)));
      file.mistakes().forEach(this::mistake);
      unread = !file.complete();
      places.add(file, environment);
    } catch (IOException | InvalidPathException e) {
      mistake(Places.SETTING, "names a file that can't be read (%s)".formatted(Quoting.reason(e)));
      unread = true;
    }
  }

  /** Where each value is from. */
  Places places() {
    return places;
  }

  /** The settings that were asked for. */
  Set<String> asked() {
    return Set.copyOf(asked);
  }

  public List<String> mistakes() {
    return List.copyOf(mistakes);
  }

  public void mistake(String key, String what) {
    mistake(key + " " + what);
  }

  /**
   * @param whole names its setting itself
   */
  void mistake(String whole) {
    if (unread) {
      return; // what else is wrong can't be said without the file
    }
    places.remember(whole);
    String said = places.in(whole);
    if (!mistakes.contains(said)) {
      mistakes.add(said);
    }
  }

  /** The names of all variables that there are. */
  Set<String> variables() {
    return variables;
  }

  /** All variables as they are, for who knows others than ours. */
  Map<String, String> environment() {
    return Map.copyOf(environment);
  }

  /** Whether it is set to anything, here or in a file. */
  boolean isSet(String key) {
    return given(key).isPresent() || given(key + IN_A_FILE).isPresent();
  }

  /** Whether its value is this word, and neither a path nor a text. */
  boolean is(String key, String word) {
    return given(key).filter(word::equals).isPresent();
  }

  /** The value; empty if it is unset or blank. */
  public Optional<String> find(String key) {
    Optional<String> direct = direct(key);
    return direct.or(() -> given(key + IN_A_FILE).flatMap(path -> content(key + IN_A_FILE, path)));
  }

  private Optional<String> direct(String key) {
    asked.add(key);
    Optional<String> direct = given(key);
    if (direct.isPresent() && given(key + IN_A_FILE).isPresent()) {
      mistake(key, "and " + key + "_FILE are both set; set one of them");
    }
    return direct;
  }

  /** A password; an empty one if it is unset. */
  Secret secret(String key) {
    return new Secret(key, text(key, ""));
  }

  /**
   * Certificates, a key or a store of them: as a PEM text, or the file that holds it, which may
   * change. Empty if it is unset.
   */
  public Optional<Material> material(String key) {
    Optional<String> direct = direct(key);
    return direct.isPresent()
        ? direct.flatMap(value ->
            value.contains("-----BEGIN")
                ? Optional.of(Material.text(key, value))
                : inFile(key, value))
        : given(key + IN_A_FILE).flatMap(path -> inFile(key + IN_A_FILE, path));
  }

  private Optional<Material> inFile(String key, String path) {
    Material file;
    try {
      file = Material.file(key, Path.of(path));
    } catch (InvalidPathException e) {
      mistake(key, "has to be a PEM text, or the path of a file");
      return Optional.empty();
    }
    try {
      file.content();
    } catch (MisconfiguredException unreadable) {
      mistake(String.valueOf(unreadable.getMessage())); // now, whatever else is wrong
    }
    return Optional.of(file);
  }

  /** What is set, and not blank; of {@code X_FILE} the path. */
  Optional<String> given(String key) {
    return Optional.ofNullable(environment.get(key))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  private Optional<String> content(String key, String path) {
    try {
      String value = Files.readString(Path.of(path)).strip();
      if (value.isEmpty()) {
        mistake(key, "names a file that is empty");
      }
      return Optional.of(value);
    } catch (IOException | InvalidPathException e) {
      // Not the path: whoever mistakes X_FILE for X has the secret itself there.
      mistake(key, "names a file that can't be read (%s)".formatted(Quoting.reason(e)));
      return Optional.of("");
    }
  }

  String text(String key, String otherwise) {
    return find(key).orElse(otherwise);
  }

  /** A text of a form; one that has it not is never quoted. */
  String matching(String key, Pattern form, String expectation) {
    String otherwise = Setting.of(key).otherwise();
    String value = text(key, otherwise);
    if (!form.matcher(value).matches()) {
      mistake(key, expectation);
      return otherwise;
    }
    return value;
  }

  /**
   * Names separated by commas, none of them quoted where one has not the form. Set to nothing it
   * holds none, which is something else than unset.
   */
  List<String> names(String key, Pattern form, String expectation) {
    List<String> otherwise = split(Setting.of(key).otherwise());
    Optional<String> value = find(key);
    if (value.isEmpty()) {
      return environment.get(key) == null ? otherwise : List.of();
    }
    if (value.get().isEmpty()) {
      return otherwise; // of a file, and named already
    }
    List<String> names = split(value.get());
    if (!names.stream().allMatch(name -> form.matcher(name).matches())) {
      mistake(key, expectation);
      return otherwise;
    }
    return names;
  }

  private static List<String> split(String names) {
    return Stream.of(names.split(",", -1)).map(String::strip).toList();
  }

  /** The value of a key that has no default. */
  public String required(String key, String meaning) {
    return find(key)
        .orElseGet(() -> {
          mistake(key, "is not set: " + meaning);
          return "";
        });
  }

  int integer(String key) {
    return integer(key, Setting.of(key).accepts().min());
  }

  /** A whole number of which less is wanted than the setting accepts. */
  public int integer(String key, int min) {
    Setting setting = Setting.of(key);
    Accepts accepts = Accepts.number(min, setting.accepts().max());
    return parsed(
        key,
        accepts,
        Integer.parseInt(setting.otherwise()),
        value -> {
          int number = Integer.parseInt(value);
          if (number < accepts.min() || number > accepts.max()) {
            throw new IllegalArgumentException();
          }
          return number;
        });
  }

  Duration seconds(String key) {
    return Duration.ofSeconds(integer(key));
  }

  boolean flag(String key) {
    return oneOf(key).equals("true");
  }

  /** One of its words, in any case, as it is listed. */
  String oneOf(String key) {
    return oneOf(key, Setting.of(key).otherwise());
  }

  /** One of its words; the one that is handed in if it is unset. */
  String oneOf(String key, String otherwise) {
    Accepts accepts = Setting.of(key).accepts();
    return parsed(
        key,
        accepts,
        otherwise,
        value ->
            accepts.words().stream()
                .filter(value::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(IllegalArgumentException::new));
  }

  /** How talkative the log of RAS is. */
  public String logLevel(String otherwise) {
    return oneOf("LOG_LEVEL", otherwise);
  }

  private <T> T parsed(String key, Accepts accepts, T otherwise, Function<String, T> parser) {
    Optional<String> value = find(key);
    if (value.isEmpty()) {
      return otherwise;
    }
    try {
      return parser.apply(value.get());
    } catch (IllegalArgumentException wrong) {
      mistake(key, "has to be " + accepts.expectation() + Quoting.quoted(value.get()));
      return otherwise;
    }
  }
}
