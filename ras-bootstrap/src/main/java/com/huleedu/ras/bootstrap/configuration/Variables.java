package com.huleedu.ras.bootstrap.configuration;

import com.huleedu.ras.domain.Misspelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Looks at the names of all variables, since what is misspelt is asked for by nobody. The
 * environment of a container holds foreign ones as well, so only a name that is nearly that of a
 * setting which is not set is a mistake.
 */
final class Variables {
  /** Shorter names are near to too many words. */
  private static final int SHORTEST = 8;

  private static final int FURTHEST = 2;

  private static final Pattern OURS = Pattern.compile("(KAFKA|REDIS|DATABASE)_.*");

  /** What Kubernetes sets for a service of that name, and what Kafka's own scripts read. */
  private static final Pattern FOREIGN =
      Pattern.compile(
          ".*_SERVICE_(HOST|PORT(_.*)?)|(KAFKA|REDIS|DATABASE)(_.*)?_PORT(_\\d+_(TCP|UDP|SCTP).*)?"
              + "|KAFKA_(HOME|VERSION|DEBUG|.*_OPTS)|REDIS_(HOME|VERSION)");

  private final Settings settings;
  private final Set<String> known;
  private final List<String> unused = new ArrayList<>();

  Variables(Settings settings) {
    this.settings = settings;
    this.known = Setting.all().stream().map(Setting::name).collect(Collectors.toSet());
  }

  /**
   * Remembers each misspelt name as a mistake.
   *
   * @return what is only worth a warning
   */
  List<String> check() {
    settings.variables().stream()
        .sorted()
        .filter(name -> !known.contains(Places.setting(name)) && !FOREIGN.matcher(name).matches())
        .forEach(this::check);
    return unused;
  }

  private void check(String name) {
    Optional<String> meant = meant(Places.setting(name).toUpperCase(Locale.ROOT));
    if (meant.isPresent() && !settings.isSet(meant.get())) {
      settings.mistake(name, "is not a setting; did you mean " + meant.get() + "?");
    } else if (meant.isPresent() || OURS.matcher(name).matches()) {
      unused.add(
          name
              + " is not a setting of RAS"
              + meant
                  .or(() -> new Misspelling(Places.setting(name)).nearest(known))
                  .map(near -> ", " + near + " is")
                  .orElse(""));
    }
  }

  private Optional<String> meant(String name) {
    List<String> candidates =
        known.stream()
            .filter(setting -> setting.length() >= SHORTEST || setting.equals(name))
            .toList();
    return new Misspelling(name).nearest(candidates, FURTHEST);
  }
}
