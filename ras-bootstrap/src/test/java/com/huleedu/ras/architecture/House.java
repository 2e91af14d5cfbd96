package com.huleedu.ras.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The page {@code docs/house.md}, drawn from the classes: modules, their rooms, and who knows whom.
 */
final class House {
  private static final String ROOT = "com.huleedu.ras.";
  private static final Pattern FIRST_SENTENCE =
      Pattern.compile("/\\*\\*(.*?[.])(?=\\s)", Pattern.DOTALL);

  /** From the package's prefix to the module, in reading order; the longest prefix first. */
  private static final Map<String, String> MODULES = new LinkedHashMap<>();

  static {
    for (String module :
        List.of("domain", "application", "adapter.json", "adapter.kafka", "adapter.postgres")) {
      MODULES.put(module, "ras-" + module.replace('.', '-'));
    }
    for (String module :
        List.of("adapter.redis", "adapter.http", "tls", "telemetry", "bootstrap", "testkit")) {
      MODULES.put(module, "ras-" + module.replace('.', '-'));
    }
  }

  private final SortedMap<String, SortedSet<String>> types = new TreeMap<>();
  private final SortedSet<String> insideArrows = new TreeSet<>();
  private final SortedSet<String> betweenArrows = new TreeSet<>();

  House(JavaClasses classes) {
    classes.stream()
        .filter(type -> isDrawn(type.getPackageName()))
        .filter(type -> !type.getSimpleName().equals("package-info"))
        .forEach(type -> {
          types.computeIfAbsent(type.getPackageName(), _ -> new TreeSet<>()).add(outermost(type));
          type.getDirectDependenciesFromSelf().forEach(this::arrow);
        });
  }

  private static boolean isDrawn(String room) {
    // Generated code is no room, and module-info lies in none.
    return room.startsWith(ROOT) && !room.contains(".jooq");
  }

  private static String outermost(JavaClass type) {
    return type.getName().replaceFirst("\\$.*", "");
  }

  private void arrow(Dependency dependency) {
    String from = dependency.getOriginClass().getPackageName();
    String to = dependency.getTargetClass().getBaseComponentType().getPackageName();
    if (!isDrawn(to) || from.equals(to)) {
      return;
    }
    if (module(from).equals(module(to))) {
      insideArrows.add("  %s --> %s".formatted(id(from), id(to)));
    } else {
      betweenArrows.add("  %s ==> %s".formatted(module(from), module(to)));
    }
  }

  private static String module(String room) {
    return MODULES.entrySet().stream()
        .filter(module -> (room + ".").startsWith(ROOT + module.getKey() + "."))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no module is known for " + room));
  }

  private static String id(String room) {
    return room.substring(ROOT.length()).replace('.', '_');
  }

  /** Markdown, with a drawing for Mermaid. */
  String page() {
    return """
    # The house
    Drawn from the classes by `ArchitectureTest`, which fails when this page is not what the code is. Thick arrows: a module
    knows another. Thin ones: a room knows another of its module. Data goes one way: an event from Kafka through json, projection and
    model, back only as an acknowledgement; a request from HTTP through query to cache or model and json, back only as its answer.

    ```mermaid
    flowchart TB
    %s
    %s
    %s
    ```

    | module | room | types | |
    |---|---|---|---|
    %s
    """
        .formatted(
            rooms(),
            String.join("\n", insideArrows),
            String.join("\n", betweenArrows),
            types.keySet().stream().map(this::row).collect(Collectors.joining("\n")));
  }

  private String rooms() {
    return MODULES.values().stream()
        .map(module ->
            "  subgraph %s\n%s\n  end"
                .formatted(
                    module,
                    types.keySet().stream()
                        .filter(room -> module(room).equals(module))
                        .map(room -> "    %s[%s]".formatted(id(room), name(room)))
                        .collect(Collectors.joining("\n"))))
        .collect(Collectors.joining("\n"));
  }

  private static String name(String room) {
    return room.substring(ROOT.length());
  }

  private String row(String room) {
    return "| %s | `%s` | %d | %s |"
        .formatted(module(room), name(room), types.get(room).size(), about(room));
  }

  private static String about(String room) {
    Path source = Path.of("..", module(room), "src", "main", "java");
    Path description = source.resolve(room.replace('.', '/')).resolve("package-info.java");
    Path read = Files.exists(description) ? description : source.resolve("module-info.java");
    try {
      Matcher sentence = FIRST_SENTENCE.matcher(Files.readString(read));
      if (!sentence.find()) {
        throw new IllegalStateException(read + " says nothing");
      }
      return sentence
          .group(1)
          .replaceAll("\\s*\\n \\*\\s*", " ")
          .replaceAll("\\{@\\w+\\s+(?:[\\w.]*\\.)?([\\w#]+)\\s*}", "`$1`")
          .replaceAll("</?em>", "*")
          .strip();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
