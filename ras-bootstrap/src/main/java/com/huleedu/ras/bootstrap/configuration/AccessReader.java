package com.huleedu.ras.bootstrap.configuration;

import com.huleedu.ras.adapter.http.HttpConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who may ask: the settings of keys and services, each mistake by the name of its setting. */
final class AccessReader {
  private static final List<String> SERVICES =
      List.of("api-gateway-service", "admin-dashboard-service");
  private static final String FIT =
      "of printable ASCII characters without a space at either end, or no header could carry it";

  private final Settings settings;

  AccessReader(Settings settings) {
    this.settings = settings;
  }

  /** Null if there is a mistake. */
  HttpConfig.@Nullable Access read() {
    int before = settings.mistakes().size();
    Set<String> services = services();
    Map<String, List<String>> own = ownKeys();
    List<String> shared = sharedKeys(!own.isEmpty() && own.keySet().containsAll(services));
    if (!services.stream().allMatch(HttpConfig.Access::fitsHeader)) {
      settings.mistake("ALLOWED_SERVICE_IDS", "has to name services " + FIT + ": " + services);
    }
    if (!services.containsAll(own.keySet())) {
      settings.mistake(
          "SERVICE_API_KEYS",
          "has keys of services that ALLOWED_SERVICE_IDS does not name: " + own.keySet());
    }
    return settings.mistakes().size() == before
        ? new HttpConfig.Access(shared, own, services)
        : null;
  }

  /** Without one, only the services get in that have keys of their own. */
  private List<String> sharedKeys(boolean mayBeAbsent) {
    Supplier<Optional<String>> current =
        () ->
            mayBeAbsent
                ? settings.find("INTERNAL_API_KEY")
                : Optional.of(
                    settings.required(
                        "INTERNAL_API_KEY", "the secret that calling services have to send"));
    return Stream.concat(
            key("INTERNAL_API_KEY", current),
            key("INTERNAL_API_KEY_PREVIOUS", () -> settings.find("INTERNAL_API_KEY_PREVIOUS")))
        .toList();
  }

  private Stream<String> key(String name, Supplier<Optional<String>> reader) {
    int before = settings.mistakes().size();
    Optional<String> key = reader.get();
    if (settings.mistakes().size() == before
        && key.filter(given -> !HttpConfig.Access.fitsHeader(given)).isPresent()) {
      settings.mistake(name, "has to be " + FIT);
    }
    return key.stream();
  }

  private Map<String, List<String>> ownKeys() {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    Optional<String> value = settings.find("SERVICE_API_KEYS");
    if (value.isEmpty()) {
      return keys;
    }
    try {
      JsonNode services = new JsonMapper().readTree(value.get());
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
        return keys;
      }
    } catch (JacksonException wrong) {
      // Named below; what it says may quote a key.
    }
    settings.mistake(
        "SERVICE_API_KEYS",
        "has to be a JSON object of services, each with a key or a list of keys: {\"service\":"
            + " \"key\", \"another\": [\"key\", \"key\"]}; a key has to be "
            + FIT);
    return new LinkedHashMap<>();
  }

  private static boolean isKey(JsonNode key) {
    return key.isString() && HttpConfig.Access.fitsHeader(key.stringValue());
  }

  private Set<String> services() {
    Optional<String> value = settings.find("ALLOWED_SERVICE_IDS");
    if (value.isEmpty()) {
      return Set.copyOf(SERVICES);
    }
    String text = value.get();
    if (!text.startsWith("[")) {
      return Set.copyOf(
          Stream.of(text.split(",", -1)).map(String::strip).filter(id -> !id.isEmpty()).toList());
    }
    try {
      return Set.copyOf(new JsonMapper().readValue(text, new TypeReference<List<String>>() {}));
    } catch (JacksonException | NullPointerException e) {
      settings.mistake(
          "ALLOWED_SERVICE_IDS", "has to be a JSON list of strings or comma-separated: " + text);
      return Set.of();
    }
  }
}
