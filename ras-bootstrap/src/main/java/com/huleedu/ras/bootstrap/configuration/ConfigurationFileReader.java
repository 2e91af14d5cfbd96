package com.huleedu.ras.bootstrap.configuration;

import com.huleedu.ras.bootstrap.configuration.Setting.Form;
import com.huleedu.ras.bootstrap.configuration.Setting.Section;
import com.huleedu.ras.domain.Misspelling;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a configuration file in YAML: sections of keys, {@code kafka: {bootstrap-servers: …}} for
 * {@code KAFKA_BOOTSTRAP_SERVERS}, each with its line. Any key may have {@code -file} at its end,
 * for the path of a file that holds the value.
 */
final class ConfigurationFileReader {
  private static final String IN_A_FILE = "-file";

  /** What may be quoted of a key: a mapping that is none may hold anything. */
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._-]{1,60}");

  /** Of the parser's own words those that quote nothing of the file. */
  private static final Pattern HARMLESS =
      Pattern.compile("(expected |mapping values are not|could not find expected ).*");

  private static final Map<String, Setting> BY_PATH =
      Setting.all().stream()
          .filter(setting -> !setting.path().isEmpty())
          .collect(Collectors.toMap(Setting::path, setting -> setting));

  private static final Collection<String> SECTIONS =
      BY_PATH.keySet().stream()
          .flatMap(path ->
              Pattern.compile("\\.")
                  .matcher(path)
                  .results()
                  .map(dot -> path.substring(0, dot.start())))
          .collect(Collectors.toSet());

  private final String file;
  private final Map<String, ConfigurationFile.Entry> entries = new HashMap<>();
  private final Map<String, String> seen = new HashMap<>();
  private final List<String> mistakes = new ArrayList<>();
  private boolean complete = true;

  private ConfigurationFileReader(String file) {
    this.file = file;
  }

  /**
   * Reads a file's text.
   *
   * @param name as it is called where a line of it is named
   */
  static ConfigurationFile read(String name, String text) {
    ConfigurationFileReader reader = new ConfigurationFileReader(name);
    reader.read(text);
    return new ConfigurationFile(name, reader.entries, reader.mistakes, reader.complete);
  }

  private void read(String text) {
    try {
      LoadSettings settings = LoadSettings.builder().setLabel(file).build();
      new Composer(settings, new ParserImpl(settings, new StreamReader(settings, text)))
          .getSingleNode()
          .ifPresent(root -> {
            if (root instanceof MappingNode mapping) {
              section("", mapping);
            } else if (!isNull(root)) {
              mistakes.add("%s has to hold keys, as http: {port: 4003}".formatted(line(root)));
            }
          });
    } catch (MarkedYamlEngineException wrong) {
      complete = false;
      mistakes.add(
          "%s is not YAML%s; a value with special characters has to stand in quotes"
              .formatted(
                  wrong.getProblemMark().map(this::line).orElse(file),
                  Optional.ofNullable(wrong.getProblem())
                      .filter(problem -> HARMLESS.matcher(problem).matches())
                      .map(problem -> " (" + problem + ")")
                      .orElse("")));
    } catch (YamlEngineException wrong) {
      complete = false;
      mistakes.add(file + " is not YAML, or larger than a configuration can be");
    }
  }

  private void section(String prefix, MappingNode section) {
    for (NodeTuple tuple : section.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        mistakes.add(line(tuple.getKeyNode()) + ": a key has to be a name");
        continue;
      }
      String path = prefix + key.getValue();
      String before = seen.putIfAbsent(path, line(key));
      if (before != null) {
        mistakes.add("%s is set twice: %s and %s".formatted(shown(path), before, line(key)));
      } else {
        entry(path, place(path, key), line(key), tuple.getValueNode());
      }
    }
  }

  private void entry(String path, String place, String line, Node value) {
    Optional<String> variable = variable(path);
    if (variable.isPresent()) {
      if (!isNull(value)) {
        value(setting(path), place, value)
            .ifPresent(text ->
                entries.put(variable.get(), new ConfigurationFile.Entry(text, place, line)));
      }
    } else if (!SECTIONS.contains(path)) {
      mistakes.add(
          "%s is unknown%s"
              .formatted(
                  place,
                  nearest(path, value)
                      .map(near -> ": did you mean %s?".formatted(near))
                      .orElse("")));
    } else if (value instanceof MappingNode section) {
      section(path + ".", section);
    } else if (!isNull(value)) {
      mistakes.add(place + " has to hold keys, and not a value");
    }
  }

  private static Setting setting(String path) {
    String known =
        BY_PATH.containsKey(path) ? path : path.substring(0, path.length() - IN_A_FILE.length());
    return Objects.requireNonNull(BY_PATH.get(known));
  }

  /** The environment variable of the same meaning; empty if there is none. */
  private static Optional<String> variable(String path) {
    if (BY_PATH.containsKey(path)) {
      return Optional.of(BY_PATH.get(path).name());
    }
    return Optional.of(path)
        .filter(whole -> whole.endsWith(IN_A_FILE))
        .map(whole -> BY_PATH.get(whole.substring(0, whole.length() - IN_A_FILE.length())))
        .map(setting -> setting.name() + Settings.IN_A_FILE);
  }

  /** The value as an environment variable would have it; empty if it is of no such form. */
  private Optional<String> value(Setting setting, String place, Node value) {
    Form form = setting.accepts().form();
    return switch (value) {
      case ScalarNode scalar -> Optional.of(scalar.getValue());
      case SequenceNode list when form == Form.NAMES && areTexts(list.getValue()) ->
          names(setting, place, list);
      case MappingNode keys when form == Form.KEYS && areKeys(keys) -> Optional.of(json(keys));
      default -> {
        mistakes.add(place + " has to be " + setting.accepts().expectation());
        yield Optional.empty();
      }
    };
  }

  private Optional<String> names(Setting setting, String place, SequenceNode list) {
    if (list.getValue().isEmpty() && setting.section() != Section.TOPICS) {
      mistakes.add(place + " is an empty list: take it away, or put a name there");
      return Optional.empty();
    }
    return Optional.of(String.join(",", texts(list)));
  }

  private static boolean areTexts(List<Node> nodes) {
    return nodes.stream().allMatch(node -> node instanceof ScalarNode && !isNull(node));
  }

  private static List<String> texts(SequenceNode list) {
    return list.getValue().stream().map(node -> ((ScalarNode) node).getValue()).toList();
  }

  /** Each service once, with a key or a list of keys. */
  private static boolean areKeys(MappingNode services) {
    List<NodeTuple> all = services.getValue();
    return areTexts(all.stream().map(NodeTuple::getKeyNode).toList())
        && all.stream().map(ConfigurationFileReader::name).distinct().count() == all.size()
        && all.stream()
            .map(NodeTuple::getValueNode)
            .allMatch(keys ->
                keys instanceof SequenceNode list
                    ? areTexts(list.getValue())
                    : areTexts(List.of(keys)));
  }

  private static String name(NodeTuple tuple) {
    return ((ScalarNode) tuple.getKeyNode()).getValue();
  }

  private static String json(MappingNode services) {
    Map<String, Object> all =
        services.getValue().stream()
            .collect(
                Collectors.toMap(
                    ConfigurationFileReader::name,
                    tuple ->
                        tuple.getValueNode() instanceof SequenceNode list
                            ? texts(list)
                            : ((ScalarNode) tuple.getValueNode()).getValue()));
    return new JsonMapper().writeValueAsString(all);
  }

  /** The key that was meant: by the name of its environment variable, or by its letters. */
  private static Optional<String> nearest(String path, Node value) {
    String key = path.substring(path.lastIndexOf('.') + 1);
    Collection<String> candidates = value instanceof MappingNode ? SECTIONS : BY_PATH.keySet();
    return Optional.of(key)
        .map(name -> name.toUpperCase(Locale.ROOT).replace('-', '_'))
        .flatMap(Setting::find)
        .map(Setting::path)
        .filter(meant -> !meant.isEmpty())
        .or(() -> new Misspelling(path).nearest(candidates));
  }

  private static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  private static String shown(String path) {
    return KEY.matcher(path).matches() ? path : "A key";
  }

  private String place(String path, Node node) {
    return "%s (%s)".formatted(shown(path), line(node));
  }

  private String line(Node node) {
    return node.getStartMark().map(this::line).orElse(file);
  }

  private String line(Mark mark) {
    return file + ":" + (mark.getLine() + 1);
  }
}
