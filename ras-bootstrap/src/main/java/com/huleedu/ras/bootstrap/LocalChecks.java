package com.huleedu.ras.bootstrap;

import com.huleedu.ras.adapter.http.HttpAdapter;
import com.huleedu.ras.bootstrap.configuration.RasConfiguration;
import com.huleedu.ras.domain.port.checkup.Check;
import com.huleedu.ras.domain.port.checkup.Finding;
import com.huleedu.ras.tls.Tls;
import com.huleedu.ras.tls.TlsMaterial;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a checkup looks at on this machine (docs/doctor.md). Says nothing of what a secret is. */
final class LocalChecks {
  private static final Duration SOON = Duration.ofDays(30);
  private static final String NEXT = "put the next one in its place; it is read by itself";

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
        Check.first("L6", "the JVM", checks::jvm));
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
    SecretFiles.readByAll(environment)
        .forEach(what ->
            findings.add(
                Finding.warn(
                    "every user of this machine may read " + what,
                    "chmod 600, owned by the user that RAS runs as")));
    return findings.isEmpty()
        ? List.of(Finding.ok("of their own, and their files are not for everybody"))
        : findings;
  }

  private List<Finding> jvm() {
    return JvmChecks.ofThisOne(HttpAdapter.connections(configuration.http())).look();
  }

  private List<Finding> certificates() {
    List<Finding> findings = new ArrayList<>();
    for (Tls tls : configuration.tls()) {
      TlsMaterial shown = tls.current();
      if (shown.validFrom().isPresent() && shown.validUntil().isPresent()) {
        findings.add(validity(tls.name(), shown.validFrom().get(), shown.validUntil().get()));
      }
    }
    return findings.isEmpty() ? List.of(Finding.ok("none is shown")) : findings;
  }

  private Finding validity(String name, Instant from, Instant until) {
    Instant now = clock.instant();
    if (now.isBefore(from)) {
      return Finding.fail(
          "%s: is valid from %s on, and this machine has %s".formatted(name, from, seconds(now)),
          "let NTP set the clock, or wait");
    }
    if (!now.isBefore(until)) {
      return Finding.fail("%s: has ended on %s".formatted(name, until), NEXT);
    }
    long days = Duration.between(now, until).toDays();
    String what = "%s: ends in %s days".formatted(name, days);
    return days < SOON.toDays() ? Finding.warn(what, NEXT) : Finding.ok(what);
  }

  private static Instant seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
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
