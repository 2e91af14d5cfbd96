package com.huleedu.ras.bootstrap;

import com.huleedu.ras.bootstrap.configuration.RasConfiguration;
import com.huleedu.ras.bootstrap.configuration.Setting;
import com.huleedu.ras.domain.port.checkup.Check;
import com.huleedu.ras.domain.port.checkup.Finding;
import com.huleedu.ras.tls.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What a checkup looks at on this machine (docs/doctor.md). Says nothing of what a secret is. */
final class LocalChecks {
  private static final Duration SOON = Duration.ofDays(30);

  /** Of the examples and the demo: everybody knows them. */
  private static final Set<String> KNOWN_KEYS = Set.of("demo-key", "change-me", "secret");

  private final RasConfiguration configuration;
  private final Map<String, String> environment;
  private final InstantSource clock;

  private LocalChecks(
      RasConfiguration configuration, Map<String, String> environment, InstantSource clock) {
    this.configuration = configuration;
    this.environment = environment;
    this.clock = clock;
  }

  static List<Check> of(
      RasConfiguration configuration, Map<String, String> environment, InstantSource clock) {
    LocalChecks checks = new LocalChecks(configuration, environment, clock);
    return List.of(
        Check.first("L3", "keys and files of secrets", checks::secrets),
        Check.first("L4", "certificates of this side", checks::certificates),
        Check.first("L5", "settings", checks::settings),
        Check.first("L6", "the JVM", () -> JvmChecks.ofThisOne().look()));
  }

  private List<Finding> secrets() {
    List<Finding> findings = new ArrayList<>();
    Set<String> seen = new HashSet<>(configuration.http().access().sharedKeys());
    if (seen.stream().anyMatch(KNOWN_KEYS::contains)) {
      findings.add(
          Finding.warn(
              "INTERNAL_API_KEY is one of an example, which everybody knows",
              "openssl rand -hex 32"));
    }
    configuration
        .http()
        .access()
        .ownKeys()
        .forEach((service, keys) -> {
          if (!keys.stream().allMatch(seen::add)) {
            findings.add(
                Finding.warn(
                    "%s has a key that another has, too (SERVICE_API_KEYS)".formatted(service),
                    "give each service a key of its own"));
          }
        });
    Map<String, String> variables = RasConfiguration.variables(environment);
    Setting.all().stream()
        .filter(Setting::secret)
        .flatMap(setting -> Stream.of(setting.name(), setting.name() + "_FILE"))
        .filter(name -> isReadByAll(variables.getOrDefault(name, "")))
        .forEach(name ->
            findings.add(
                Finding.warn(
                    "every user of this machine may read the file of %s".formatted(name),
                    "chmod 600, owned by the user that RAS runs as")));
    return findings.isEmpty()
        ? List.of(Finding.ok("of their own, and their files are not for everybody"))
        : findings;
  }

  /** False as well where it is no file. */
  private static boolean isReadByAll(String value) {
    try {
      Path file = Path.of(value.strip());
      return file.isAbsolute()
          && Files.isRegularFile(file)
          && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
    } catch (IOException | InvalidPathException | UnsupportedOperationException none) {
      return false;
    }
  }

  /** One that has ended already is refused when it is read. */
  private List<Finding> certificates() {
    List<Finding> findings = new ArrayList<>();
    for (Tls tls : configuration.tls()) {
      tls.current()
          .validUntil()
          .ifPresent(end -> {
            long days = Duration.between(clock.instant(), end).toDays();
            String what = "%s: ends in %s days".formatted(tls.name(), days);
            findings.add(
                days < SOON.toDays()
                    ? Finding.warn(what, "put the next one in its place; it is read by itself")
                    : Finding.ok(what));
          });
    }
    return findings.isEmpty() ? List.of(Finding.ok("none is shown")) : findings;
  }

  /** What the start warns of, in the same words. */
  private List<Finding> settings() {
    List<Finding> findings =
        RasConfiguration.warnings(environment).stream()
            .map(what -> Finding.warn(what, "docs/configuration.md"))
            .toList();
    return findings.isEmpty() ? List.of(Finding.ok("each is known, and of use")) : findings;
  }
}
