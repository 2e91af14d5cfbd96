package com.huleedu.ras.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.ClassesShouldConjunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The rules of the architecture, one sentence each. */
final class Rules {
  static final String ROOT = "com.huleedu.ras";
  static final List<String> ADAPTERS = List.of("http", "json", "kafka", "postgres", "redis");

  static final List<String> USE_CASES =
      List.of("projection", "query", "deadletter", "rebuild", "checkup");

  /** Each technology, and the one adapter that may know it. JSON is text that many may write. */
  private static final Map<String, String[]> TECHNOLOGIES =
      Map.of(
          "http", new String[] {"io.helidon.."},
          "kafka", new String[] {"org.apache.kafka.."},
          "postgres",
              new String[] {
                "org.jooq..",
                "org.postgresql..",
                "org.flywaydb..",
                "com.zaxxer.hikari..",
                "java.sql.."
              },
          "redis", new String[] {"io.lettuce..", "io.netty.."});

  private static final String TELEMETRY = "telemetry";

  /** The rooms of the PostgreSQL adapter, and those that each may know beside itself. */
  private static final Map<String, List<String>> POSTGRES_ROOMS =
      Map.of(
          "database", List.of(),
          "model", List.of("database"),
          "migration", List.of("database", "model"),
          "deadletter", List.of("database"),
          "rebuild", List.of("database", "model", "migration", "deadletter"));

  private Rules() {}

  static List<Rule> all() {
    List<Rule> rules = new ArrayList<>();
    rules.add(new Rule("domain", theDomainKnowsNothingButItself()));
    rules.add(new Rule("clock", Habits.theDomainHasNoClockNoInputAndNoOutput()));
    rules.add(new Rule("values", Habits.theDomainHasValuesAndPorts()));
    rules.add(new Rule("cycle", packagesOfTheDomainFormNoCycle()));
    rules.add(new Rule("application", theApplicationKnowsTheDomainAlone()));
    for (String useCase : USE_CASES) {
      rules.add(new Rule("usecase." + useCase, aUseCaseKnowsNoOther(useCase)));
    }
    rules.add(new Rule("shared", whatUseCasesShareKnowsNoneOfThem()));
    for (String adapter : ADAPTERS) {
      rules.add(new Rule("adapter." + adapter, anAdapterKnowsTheDomainAndTlsAlone(adapter)));
      rules.add(new Rule("flat." + adapter, anAdapterIsOneFlatPackage(adapter)));
    }
    for (String room : POSTGRES_ROOMS.keySet()) {
      rules.add(new Rule("room." + room, aRoomOfPostgresKnowsNoneAboveIt(room)));
    }
    rules.add(new Rule("room.security", theRoomOfSecurityKnowsNoneAboveIt()));
    rules.add(new Rule("tls", tlsKnowsTheDomainAlone()));
    rules.add(new Rule(TELEMETRY, telemetryKnowsTheDomainAlone()));
    rules.add(new Rule("technology." + TELEMETRY, tracesHaveOneModule()));
    for (String adapter : TECHNOLOGIES.keySet()) {
      rules.add(new Rule("technology." + adapter, aTechnologyHasOneAdapter(adapter)));
    }
    rules.add(new Rule("bootstrap", onlyTheBootstrapSeesEverything()));
    rules.add(new Rule("commandline", theServiceDoesNotKnowItsCommandLine()));
    rules.add(new Rule("configuration", theConfigurationDoesNotKnowTheService()));
    rules.add(new Rule("servers", theServiceDoesNotKnowTheEmbeddedServersOrTheTestKit()));
    rules.add(new Rule("history", historiesNeedNoTestFramework()));
    rules.add(new Rule("exceptions", Habits.failuresComeFromOneSealedRoot()));
    rules.add(new Rule("bare", Habits.nobodyThrowsABareException()));
    rules.add(new Rule("time", Habits.timeComesInFromOutside()));
    rules.add(new Rule("sleep", Habits.nobodySleeps()));
    rules.add(new Rule("carrier", Habits.whatThereIsOneOfHasAThreadOfThePlatform()));
    rules.add(new Rule("keyscan", Habits.redisIsNeverSearched()));
    return rules;
  }

  static String in(String module) {
    return ROOT + "." + module + "..";
  }

  private static ArchRule theDomainKnowsNothingButItself() {
    return classes()
        .that()
        .resideInAPackage(in("domain"))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            in("domain"), "java.lang..", "java.util..", "java.time..", "java.io", "org.jspecify..");
  }

  private static ArchRule packagesOfTheDomainFormNoCycle() {
    return slices().matching(ROOT + ".domain.(**)").should().beFreeOfCycles();
  }

  private static ArchRule theApplicationKnowsTheDomainAlone() {
    return knowsNothingOfOursBut(in("application"), in("domain"))
        .orShould()
        .dependOnClassesThat(
            resideInAnyPackage(
                TECHNOLOGIES.values().stream()
                    .flatMap(java.util.Arrays::stream)
                    .toArray(String[]::new)));
  }

  private static ArchRule aUseCaseKnowsNoOther(String useCase) {
    return noClasses()
        .that()
        .resideInAPackage(in("application." + useCase))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            USE_CASES.stream()
                .filter(other -> !other.equals(useCase))
                .map(other -> in("application." + other))
                .toArray(String[]::new));
  }

  private static ArchRule whatUseCasesShareKnowsNoneOfThem() {
    String[] useCases =
        USE_CASES.stream().map(useCase -> in("application." + useCase)).toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(in("application"))
        .and()
        .resideOutsideOfPackages(useCases)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(useCases);
  }

  private static ArchRule anAdapterKnowsTheDomainAndTlsAlone(String adapter) {
    String own = in("adapter." + adapter);
    return knowsNothingOfOursBut(own, in("domain"), in("tls"));
  }

  private static ArchRule tlsKnowsTheDomainAlone() {
    return knowsNothingOfOursBut(in("tls"), in("domain"));
  }

  private static ArchRule telemetryKnowsTheDomainAlone() {
    return knowsNothingOfOursBut(in(TELEMETRY), in("domain"));
  }

  private static ArchRule tracesHaveOneModule() {
    return noClasses()
        .that()
        .resideInAPackage(ROOT + "..")
        .and()
        .resideOutsideOfPackages(in(TELEMETRY), in("embedded"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.opentelemetry..");
  }

  private static ClassesShouldConjunction knowsNothingOfOursBut(String own, String... others) {
    return noClasses()
        .that()
        .resideInAPackage(own)
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(ROOT + "..")
                .and(not(resideInAnyPackage(own)))
                .and(not(resideInAnyPackage(others))));
  }

  private static ArchRule theRoomOfSecurityKnowsNoneAboveIt() {
    return noClasses()
        .that()
        .resideInAPackage(in("adapter.kafka.security"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".adapter.kafka");
  }

  private static ArchRule aTechnologyHasOneAdapter(String adapter) {
    return noClasses()
        .that()
        .resideInAPackage(ROOT + "..")
        .and()
        .resideOutsideOfPackages(in("adapter." + adapter), in("embedded"), in("demo"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(TECHNOLOGIES.get(adapter));
  }

  private static ArchRule anAdapterIsOneFlatPackage(String adapter) {
    return classes()
        .that()
        .resideInAPackage(in("adapter." + adapter))
        .and()
        // The largest adapter has rooms; jOOQ's generated code is not ours to shape.
        .resideOutsideOfPackages(roomsOfPostgres())
        .should()
        .resideInAnyPackage(
            ROOT + ".adapter." + adapter,
            ROOT + ".adapter.postgres.jooq..",
            ROOT + ".adapter.kafka.security");
  }

  private static String[] roomsOfPostgres() {
    return POSTGRES_ROOMS.keySet().stream()
        .map(room -> in("adapter.postgres." + room))
        .toArray(String[]::new);
  }

  private static ArchRule aRoomOfPostgresKnowsNoneAboveIt(String room) {
    DescribedPredicate<JavaClass> otherRooms =
        resideInAnyPackage(
            POSTGRES_ROOMS.keySet().stream()
                .filter(other -> !other.equals(room) && !POSTGRES_ROOMS.get(room).contains(other))
                .map(other -> in("adapter.postgres." + other))
                .toArray(String[]::new));
    return noClasses()
        .that()
        .resideInAPackage(in("adapter.postgres." + room))
        .should()
        .dependOnClassesThat(otherRooms.or(simpleName("PostgresAdapter")));
  }

  private static ArchRule onlyTheBootstrapSeesEverything() {
    return noClasses()
        .that()
        .resideInAnyPackage(in("domain"), in("application"), in("adapter"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(in("bootstrap"));
  }

  private static ArchRule theServiceDoesNotKnowItsCommandLine() {
    return noClasses()
        .that()
        .resideInAPackage(in("bootstrap"))
        .and()
        .resideOutsideOfPackage(in("bootstrap.command"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            in("bootstrap.command"), "picocli..", "me.tongfei..", "org.slf4j.bridge");
  }

  private static ArchRule theConfigurationDoesNotKnowTheService() {
    return noClasses()
        .that()
        .resideInAPackage(in("bootstrap.configuration"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + ".bootstrap", in("bootstrap.command"));
  }

  private static ArchRule theServiceDoesNotKnowTheEmbeddedServersOrTheTestKit() {
    return noClasses()
        .that()
        .resideInAnyPackage(in("domain"), in("application"), in("adapter"), in("bootstrap"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(in("embedded"), in("testkit"), in("demo"));
  }

  private static ArchRule historiesNeedNoTestFramework() {
    return noClasses()
        .that()
        .resideInAPackage(in("testkit.history"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.junit..", "org.assertj..", in("testkit.contract"), in("testkit.memory"));
  }

  /** A rule, and the package in which a violation of it is planted. */
  record Rule(String name, ArchRule rule) {
    @Override
    public String toString() {
      return name + ": " + rule.getDescription();
    }
  }
}
