package com.huleedu.ras.bootstrap.configuration;

import com.huleedu.ras.adapter.http.HttpConfig;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who may ask: the settings of keys and services, each mistake by the name of its setting. */
final class AccessReader {
  /** All shorter ones can be tried over a network within minutes. */
  private static final int SHORTEST_KEY = 4;

  /**
   * Too many to try over a network, if they are random: 64 bits in hexadecimal digits. A shorter
   * one is warned of and taken: services run with such keys, and an update must not end them.
   */
  static final int STRONG_KEY = 16;

  private static final String KEY_SETTING = "INTERNAL_API_KEY";

  /** What the services of today's platform share their key by. */
  private static final String KEY_OF_THE_PLATFORM = "HULEEDU_INTERNAL_API_KEY";

  private static final String KEY =
      "of %s printable ASCII characters or more, without a space at either end"
          .formatted(SHORTEST_KEY);
  private static final Pattern SERVICE = Pattern.compile("[A-Za-z0-9._-]{1,255}");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Settings settings;
  private final Set<String> weak = new LinkedHashSet<>();

  AccessReader(Settings settings) {
    this.settings = settings;
  }

  /** Null if there is a mistake. */
  HttpConfig.@Nullable Access read() {
    int before = settings.mistakes().size();
    Set<String> services = services();
    Map<String, List<String>> own = ownKeys();
    List<String> shared = sharedKeys(!own.isEmpty() && own.keySet().containsAll(services));
    List<String> owners = List.copyOf(own.keySet());
    for (int i = 0; i < owners.size(); i++) {
      if (!services.contains(owners.get(i))) {
        settings.mistake(
            "SERVICE_API_KEYS",
            "has keys of a service that ALLOWED_SERVICE_IDS does not name: number " + (i + 1));
      }
    }
    return settings.mistakes().size() == before
        ? new HttpConfig.Access(shared, own, services)
        : null;
  }

  /** The settings with a key that is right and short. */
  List<String> weak() {
    return List.copyOf(weak);
  }

  /** Without one, only the services get in that have keys of their own. */
  private List<String> sharedKeys(boolean mayBeAbsent) {
    Stream<String> current = currentKey();
    Stream<String> previous =
        key("INTERNAL_API_KEY_PREVIOUS", () -> settings.find("INTERNAL_API_KEY_PREVIOUS"));
    List<String> keys = Stream.concat(current, previous).toList();
    if (!mayBeAbsent && !settings.isSet(KEY_SETTING) && !settings.isSet(KEY_OF_THE_PLATFORM)) {
      settings.required(KEY_SETTING, "the secret that calling services have to send");
    }
    return keys;
  }

  /** Under one of its two names, or under both. */
  private Stream<String> currentKey() {
    List<String> given =
        Stream.of(KEY_SETTING, KEY_OF_THE_PLATFORM)
            .flatMap(name -> key(name, () -> settings.find(name)))
            .filter(key -> !key.isEmpty()) // of a file, and named already
            .distinct()
            .toList();
    if (given.size() > 1) {
      settings.mistake(
          KEY_SETTING,
          "and %s are both set, and differ; set one of them".formatted(KEY_OF_THE_PLATFORM));
    }
    return given.stream();
  }

  private Stream<String> key(String name, Supplier<Optional<String>> reader) {
    int before = settings.mistakes().size();
    Optional<String> key = reader.get();
    if (settings.mistakes().size() == before && key.filter(given -> !fits(given)).isPresent()) {
      settings.mistake(name, "has to be " + KEY);
    }
    key.ifPresent(given -> measure(name, given));
    return key.stream();
  }

  private Map<String, List<String>> ownKeys() {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    Optional<String> value = settings.find("SERVICE_API_KEYS");
    if (value.isEmpty()) {
      return keys;
    }
    try {
      JsonNode services = JSON.readTree(value.get());
      boolean valid = services.isObject();
      for (Map.Entry<String, JsonNode> service : services.properties()) {
        List<JsonNode> own =
            service.getValue().isArray()
                ? List.copyOf(service.getValue().values())
                : List.of(service.getValue());
        valid &= !own.isEmpty() && own.stream().allMatch(AccessReader::isKey);
        keys.put(service.getKey(), own.stream().map(JsonNode::asString).toList());
      }
      if (valid) {
        keys.values().forEach(own -> own.forEach(key -> measure("SERVICE_API_KEYS", key)));
        return keys;
      }
    } catch (JacksonException wrong) {
      // Named below; what it says may quote a key.
    }
    settings.mistake(
        "SERVICE_API_KEYS",
        "has to be a JSON object of services, each with a key or a list of keys: {\"service\":"
            + " \"key\", \"another\": [\"key\", \"key\"]}; a key has to be "
            + KEY);
    return new LinkedHashMap<>();
  }

  private void measure(String name, String key) {
    if (key.length() < STRONG_KEY) {
      weak.add(name);
    }
  }

  private static boolean isKey(JsonNode key) {
    return key.isString() && fits(key.stringValue());
  }

  private static boolean fits(String key) {
    return key.length() >= SHORTEST_KEY && HttpConfig.Access.fitsHeader(key);
  }

  /** None is quoted that is wrong: keys may stand here by mistake. */
  private Set<String> services() {
    List<String> services =
        listed(settings.text("ALLOWED_SERVICE_IDS", Setting.of("ALLOWED_SERVICE_IDS").otherwise()));
    if (services.isEmpty()) {
      settings.mistake(
          "ALLOWED_SERVICE_IDS",
          "has to be a JSON list of names or names separated by commas, one at least");
    }
    for (int i = 0; i < services.size(); i++) {
      if (!SERVICE.matcher(services.get(i)).matches()) {
        settings.mistake(
            "ALLOWED_SERVICE_IDS",
            "has to have names of letters, digits, '.', '_' and '-'; number %s is none"
                .formatted(i + 1));
      }
    }
    return Set.copyOf(services);
  }

  /** The names, well formed or not; none if there is no list. */
  private static List<String> listed(String text) {
    if (!text.startsWith("[")) {
      return Stream.of(text.split(",", -1)).map(String::strip).filter(id -> !id.isEmpty()).toList();
    }
    try {
      List<JsonNode> names = List.copyOf(JSON.readTree(text).values());
      return names.stream().allMatch(JsonNode::isString)
          ? names.stream().map(JsonNode::stringValue).toList()
          : List.of();
    } catch (JacksonException wrong) {
      return List.of();
    }
  }
}
