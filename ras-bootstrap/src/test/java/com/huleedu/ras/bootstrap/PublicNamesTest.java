package com.huleedu.ras.bootstrap;

import static com.huleedu.ras.architecture.Repository.read;
import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.architecture.Repository;
import com.huleedu.ras.bootstrap.configuration.RasConfiguration;
import com.huleedu.ras.bootstrap.configuration.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/configuration.md}, the one list of public names, against the code. */
class PublicNamesTest {
  private static final Path DOCS = Repository.ROOT.resolve("docs");
  private static final Pattern ROW = Pattern.compile("(?m)^\\|([^|]*)\\|([^|]*)\\|");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern METER =
      Pattern.compile(
          "\\b(Counter|Timer|Gauge|MultiGauge)\\s*\\.builder\\(\\s*\"(ras\\.[a-z.]+)\"");
  private static final Pattern ANY_METER = Pattern.compile("\"ras\\.[a-z.]+\"");
  private static final Pattern REDIS_KEY = Pattern.compile("\"((?:ras|poison_pill):[^\"]*)\"");

  /** Names of properties, which look like meters and are none. */
  private static final Set<String> NO_METERS =
      Set.of("\"ras.properties\"", "\"ras.log.level\"", "\"ras.tls\"", "\"ras.credentials\"");

  @Test
  void everySettingIsListedAndNoOther() {
    assertThat(names("Settings"))
        .isEqualTo(Setting.all().stream().map(Setting::name).collect(Collectors.toSet()));
  }

  @Test
  void everyDefaultIsTheListedOne() {
    Map<String, String> listed = new TreeMap<>();
    rows("Settings")
        .forEach(row -> codes(row.group(2)).forEach(value -> listed.put(code(row), value)));
    Map<String, String> required = new HashMap<>(new Deployment("defaults").environment());
    required.keySet().removeAll(listed.keySet());
    Map<String, String> spelledOut = new HashMap<>(required);
    spelledOut.putAll(listed);

    assertThat(RasConfiguration.fromEnvironment(required))
        .isEqualTo(RasConfiguration.fromEnvironment(spelledOut));
    assertThat(listed).hasSizeGreaterThan(20);
  }

  @Test
  void everyMeterIsListedAndNoOther() {
    Set<String> made = new TreeSet<>();
    List<String> unread = new ArrayList<>();
    for (Path file :
        Repository.sources("ras-application", "ras-adapter-", "ras-tls", "ras-bootstrap")) {
      String source = read(file);
      List<MatchResult> meters = METER.matcher(source).results().toList();
      meters.forEach(meter -> made.add(prometheusName(meter)));
      List<String> any = ANY_METER.matcher(source).results().map(MatchResult::group).toList();
      any.stream()
          .filter(name -> !NO_METERS.contains(name))
          .filter(name -> meters.stream().noneMatch(meter -> name.contains(meter.group(2))))
          .forEach(unread::add);
    }

    assertThat(unread).as("made in a way that this test can't read").isEmpty();
    assertThat(names("Metrics")).isEqualTo(made);
  }

  private static String prometheusName(MatchResult meter) {
    String name = meter.group(2).replace('.', '_');
    return switch (meter.group(1)) {
      case "Counter" -> name + "_total";
      case "Timer" -> name + "_seconds";
      default -> name;
    };
  }

  @Test
  void everyKeyInRedisIsListedAndNoOther() {
    Set<String> made = new TreeSet<>();
    for (Path file : Repository.sources("ras-adapter-redis")) {
      REDIS_KEY.matcher(read(file)).results().forEach(key -> made.add(beginning(key.group(1))));
    }

    Set<String> listed =
        names("Keys in Redis").stream()
            .map(PublicNamesTest::beginning)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(listed).isEqualTo(made);
    assertThat(made).hasSizeGreaterThan(5);
  }

  /** Up to what differs from key to key. */
  private static String beginning(String key) {
    return key.replaceFirst("[%{].*", "");
  }

  private static Set<String> names(String chapter) {
    Set<String> names = new TreeSet<>();
    rows(chapter).forEach(row -> names.add(code(row)));
    return names;
  }

  private static Stream<MatchResult> rows(String chapter) {
    String page = read(DOCS.resolve("configuration.md"));
    int start = page.indexOf("## " + chapter + "\n");
    assertThat(start).as(chapter).isPositive();
    int end = page.indexOf("\n## ", start + 1);
    return ROW.matcher(page.substring(start, end < 0 ? page.length() : end))
        .results()
        .filter(row -> row.group(1).contains("`"));
  }

  private static String code(MatchResult row) {
    return codes(row.group(1)).getFirst();
  }

  private static List<String> codes(String cell) {
    return CODE.matcher(cell).results().map(found -> found.group(1)).toList();
  }
}
