package com.huleedu.ras.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.huleedu.ras.domain.RasException;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The rules of the architecture, one sentence each. */
final class Rules {
  private static final String ROOT = "com.huleedu.ras";
  static final List<String> ADAPTERS = List.of("http", "json", "kafka", "postgres", "redis");

  static final List<String> USE_CASES = List.of("projection", "query", "deadletter", "rebuild");

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

  private Rules() {}

  static List<Rule> all() {
    List<Rule> rules = new ArrayList<>();
    rules.add(new Rule("domain", theDomainKnowsNothingButItself()));
    rules.add(new Rule("clock", theDomainHasNoClockNoInputAndNoOutput()));
    rules.add(new Rule("values", theDomainHasValuesAndPorts()));
    rules.add(new Rule("cycle", packagesOfTheDomainFormNoCycle()));
    rules.add(new Rule("application", theApplicationKnowsTheDomainAlone()));
    for (String useCase : USE_CASES) {
      rules.add(new Rule("usecase." + useCase, aUseCaseKnowsNoOther(useCase)));
    }
    rules.add(new Rule("shared", whatUseCasesShareKnowsNoneOfThem()));
    for (String adapter : ADAPTERS) {
      rules.add(new Rule("adapter." + adapter, anAdapterKnowsTheDomainAlone(adapter)));
      rules.add(new Rule("flat." + adapter, anAdapterIsOneFlatPackage(adapter)));
    }
    for (String adapter : TECHNOLOGIES.keySet()) {
      rules.add(new Rule("technology." + adapter, aTechnologyHasOneAdapter(adapter)));
    }
    rules.add(new Rule("bootstrap", onlyTheBootstrapSeesEverything()));
    rules.add(new Rule("servers", theServiceDoesNotKnowTheEmbeddedServersOrTheTestKit()));
    rules.add(new Rule("exceptions", failuresComeFromOneSealedRoot()));
    rules.add(new Rule("bare", nobodyThrowsABareException()));
    rules.add(new Rule("time", timeComesInFromOutside()));
    rules.add(new Rule("sleep", nobodySleeps()));
    rules.add(new Rule("keyscan", redisIsNeverSearched()));
    return rules;
  }

  private static String in(String module) {
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

  private static ArchRule theDomainHasNoClockNoInputAndNoOutput() {
    return noClasses()
        .that()
        .resideInAPackage(in("domain"))
        .should()
        .callMethodWhere(Calls.readsAClock())
        .orShould()
        .dependOnClassesThat(
            resideInAnyPackage("java.io", "java.nio..", "java.net..")
                .and(not(assignableTo(java.io.Serializable.class))));
  }

  private static ArchRule theDomainHasValuesAndPorts() {
    return classes()
        .that()
        .resideInAPackage(in("domain"))
        .and()
        .arePublic()
        .and()
        .areTopLevelClasses()
        .and()
        .areNotAssignableTo(Throwable.class)
        .should(
            be(
                com.tngtech.archunit.base.DescribedPredicate.describe(
                    "a record, an enum or an interface",
                    (JavaClass type) -> type.isRecord() || type.isEnum() || type.isInterface())));
  }

  private static ArchRule packagesOfTheDomainFormNoCycle() {
    return slices().matching(ROOT + ".domain.(**)").should().beFreeOfCycles();
  }

  private static ArchRule theApplicationKnowsTheDomainAlone() {
    return noClasses()
        .that()
        .resideInAPackage(in("application"))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(ROOT + "..")
                .and(not(resideInAnyPackage(in("application"), in("domain")))))
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

  private static ArchRule anAdapterKnowsTheDomainAlone(String adapter) {
    String own = in("adapter." + adapter);
    return noClasses()
        .that()
        .resideInAPackage(own)
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(ROOT + "..").and(not(resideInAnyPackage(own, in("domain")))));
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
        .should()
        // jOOQ's generated code is the one exception: it is not ours to shape.
        .resideInAnyPackage(ROOT + ".adapter." + adapter, ROOT + ".adapter.postgres.jooq..");
  }

  private static ArchRule onlyTheBootstrapSeesEverything() {
    return noClasses()
        .that()
        .resideInAnyPackage(in("domain"), in("application"), in("adapter"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(in("bootstrap"));
  }

  private static ArchRule theServiceDoesNotKnowTheEmbeddedServersOrTheTestKit() {
    return noClasses()
        .that()
        .resideInAnyPackage(in("domain"), in("application"), in("adapter"), in("bootstrap"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(in("embedded"), in("testkit"), in("demo"));
  }

  private static ArchRule failuresComeFromOneSealedRoot() {
    return classes()
        .that()
        .resideInAnyPackage(in("domain"), in("application"), in("adapter"), in("bootstrap"))
        .and()
        .areAssignableTo(Throwable.class)
        .should(
            be(
                com.tngtech.archunit.base.DescribedPredicate.describe(
                    "a RasException, or checked and package-private",
                    (JavaClass type) ->
                        type.isAssignableTo(RasException.class)
                            || (!type.isAssignableTo(RuntimeException.class)
                                && !type.getModifiers().contains(JavaModifier.PUBLIC)))));
  }

  private static ArchRule nobodyThrowsABareException() {
    return noClasses()
        .that()
        .resideInAnyPackage(in("domain"), in("application"), in("adapter"), in("bootstrap"))
        .should()
        .callConstructorWhere(Calls.makesABareException());
  }

  private static ArchRule timeComesInFromOutside() {
    return noClasses()
        .that()
        .resideInAnyPackage(in("domain"), in("application"), in("adapter"))
        .should()
        .callMethodWhere(Calls.readsTheWallClock());
  }

  private static ArchRule nobodySleeps() {
    return noClasses()
        .that()
        .resideInAnyPackage(in("domain"), in("application"), in("adapter"), in("bootstrap"))
        .and()
        // It waits for a span of time, which is the one thing that sleeping is for.
        .doNotHaveSimpleName("Drain")
        .should()
        .callMethodWhere(Calls.sleeps());
  }

  private static ArchRule redisIsNeverSearched() {
    return noClasses()
        .that()
        .resideInAPackage(ROOT + "..")
        .should()
        .callMethodWhere(Calls.searchesRedis());
  }

  /** A rule, and the package in which a violation of it is planted. */
  record Rule(String name, ArchRule rule) {
    @Override
    public String toString() {
      return name + ": " + rule.getDescription();
    }
  }
}
