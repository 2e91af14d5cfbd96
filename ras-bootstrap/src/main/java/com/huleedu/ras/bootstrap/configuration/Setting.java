package com.huleedu.ras.bootstrap.configuration;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One key of the configuration, with all that is to be known of it before it has a value: the
 * readers, {@code docs/configuration.md}, the schema of the file and the commands have it from this
 * list, and from nowhere else.
 *
 * @param section what it belongs to
 * @param name of the environment variable; public API
 * @param path of the same in a configuration file, as {@code kafka.bootstrap-servers}; public API
 * @param accepts what its value may be
 * @param otherwise the default, as it would be written; empty if there is none
 * @param secret whether its value may never be shown
 * @param description for people, in Markdown
 */
public record Setting(
    Section section,
    String name,
    String path,
    Accepts accepts,
    String otherwise,
    boolean secret,
    String description) {
  /** What settings belong to, in the order in which they are shown. */
  public enum Section {
    /** The ports, and what is answered there. */
    HTTP("HTTP"),
    /** PostgreSQL. */
    DATABASE("PostgreSQL"),
    /** Kafka, without its topics and its security. */
    KAFKA("Kafka"),
    /** Which topics hold what. */
    TOPICS("Topics"),
    /** Redis. */
    REDIS("Redis"),
    /** Who may ask. */
    ACCESS("Access"),
    /** The rest. */
    OPERATION("Operation"),
    /** Certificates of the ports. */
    HTTP_TLS("TLS of the ports"),
    /** Certificates towards PostgreSQL. */
    DATABASE_TLS("TLS of PostgreSQL"),
    /** TLS and SASL towards Kafka. */
    KAFKA_SECURITY("TLS and SASL of Kafka"),
    /** Certificates towards Redis. */
    REDIS_TLS("TLS of Redis");

    private final String title;

    Section(String title) {
      this.title = title;
    }

    /** As people read it. */
    public String title() {
      return title;
    }

    /** Whether it is about certificates and signing in. */
    public boolean encryption() {
      return compareTo(HTTP_TLS) >= 0;
    }
  }

  /** The forms that a value may have. */
  public enum Form {
    /** Any text; the reader may want more of it. */
    TEXT,
    /** An address with a scheme. */
    URL,
    /** A whole number. */
    NUMBER,
    /** One of some words, in any case. */
    WORD,
    /** {@code true} or {@code false}. */
    FLAG,
    /** Names separated by commas; in a configuration file a list, too. */
    NAMES,
    /** Certificates or a key: the PEM text, or the path of a file. */
    PEM,
    /** Keys by service, as JSON; in a configuration file a mapping, too. */
    KEYS
  }

  /**
   * What a value may be.
   *
   * @param words those of {@link Form#WORD} and {@link Form#FLAG}; else none
   * @param min of a {@link Form#NUMBER}
   * @param max of a {@link Form#NUMBER}
   */
  public record Accepts(Form form, List<String> words, int min, int max) {
    static final Accepts TEXT = of(Form.TEXT);
    static final Accepts URL = of(Form.URL);
    static final Accepts FLAG = new Accepts(Form.FLAG, List.of("true", "false"), 0, 0);
    static final Accepts NAMES = of(Form.NAMES);
    static final Accepts PEM = of(Form.PEM);
    static final Accepts KEYS = of(Form.KEYS);

    public Accepts {
      words = List.copyOf(words);
    }

    private static Accepts of(Form form) {
      return new Accepts(form, List.of(), 0, 0);
    }

    static Accepts number(int min, int max) {
      return new Accepts(Form.NUMBER, List.of(), min, max);
    }

    static Accepts words(String... words) {
      return new Accepts(Form.WORD, List.of(words), 0, 0);
    }

    /** What has to stand there, as the rest of "has to be …". */
    public String expectation() {
      return switch (form) {
        case NUMBER -> "a whole number from %s to %s".formatted(min, max);
        case WORD, FLAG -> "one of " + String.join(", ", words);
        case NAMES -> "names separated by commas";
        case PEM -> "a PEM text, or the path of a file";
        case KEYS -> "a JSON object of services, each with a key or a list of keys";
        case URL -> "a URL";
        case TEXT -> "a text";
      };
    }
  }

  static Setting open(
      Section section,
      String name,
      String path,
      Accepts accepts,
      String otherwise,
      String description) {
    return new Setting(section, name, path, accepts, otherwise, false, description);
  }

  static Setting secret(
      Section section,
      String name,
      String path,
      Accepts accepts,
      String otherwise,
      String description) {
    return new Setting(section, name, path, accepts, otherwise, true, description);
  }

  /** Every setting that there is, by section. */
  public static List<Setting> all() {
    return Known.ALL;
  }

  /** The setting of that name; empty if there is none. */
  public static Optional<Setting> find(String name) {
    return Optional.ofNullable(Known.BY_NAME.get(name));
  }

  /**
   * The setting that a reader asks for.
   *
   * @throws IllegalArgumentException if the list lacks it
   */
  static Setting of(String name) {
    return find(name).orElseThrow(() -> new IllegalArgumentException(name + " is not listed"));
  }

  /** Made when it is first asked for, after the parts of it. */
  private static final class Known {
    private static final List<Setting> ALL =
        Stream.of(
                SettingsOfPorts.ALL,
                SettingsOfKafka.ALL,
                SettingsOfAccess.ALL,
                SettingsOfTls.ALL,
                SettingsOfKafkaSecurity.ALL)
            .flatMap(List::stream)
            .sorted(Comparator.comparing(Setting::section))
            .toList();
    private static final Map<String, Setting> BY_NAME =
        ALL.stream().collect(Collectors.toMap(Setting::name, Function.identity()));
  }
}
