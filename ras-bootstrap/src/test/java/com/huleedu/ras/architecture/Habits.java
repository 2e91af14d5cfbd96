package com.huleedu.ras.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.huleedu.ras.domain.RasException;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;

/** Rules about what code does, rather than about what it knows. */
final class Habits {
  private Habits() {}

  static ArchRule theDomainHasNoClockNoInputAndNoOutput() {
    return noClasses()
        .that()
        .resideInAPackage(Rules.in("domain"))
        .should()
        .callMethodWhere(Calls.readsAClock())
        .orShould()
        .dependOnClassesThat(
            resideInAnyPackage("java.io", "java.nio..", "java.net..")
                .and(not(assignableTo(java.io.Serializable.class))));
  }

  static ArchRule theDomainHasValuesAndPorts() {
    return classes()
        .that()
        .resideInAPackage(Rules.in("domain"))
        .and()
        .arePublic()
        .and()
        .areTopLevelClasses()
        .and()
        .areNotAssignableTo(Throwable.class)
        .should(
            be(
                DescribedPredicate.describe(
                    "a record, an enum or an interface",
                    (JavaClass type) -> type.isRecord() || type.isEnum() || type.isInterface())));
  }

  static ArchRule failuresComeFromOneSealedRoot() {
    return classes()
        .that()
        .resideInAnyPackage(
            Rules.in("domain"), Rules.in("application"), Rules.in("adapter"), Rules.in("bootstrap"))
        .and()
        .areAssignableTo(Throwable.class)
        .should(
            be(
                DescribedPredicate.describe(
                    "a RasException, or checked and package-private",
                    (JavaClass type) ->
                        type.isAssignableTo(RasException.class)
                            || (!type.isAssignableTo(RuntimeException.class)
                                && !type.getModifiers().contains(JavaModifier.PUBLIC)))));
  }

  static ArchRule nobodyThrowsABareException() {
    return noClasses()
        .that()
        .resideInAnyPackage(
            Rules.in("domain"), Rules.in("application"), Rules.in("adapter"), Rules.in("bootstrap"))
        .should()
        .callConstructorWhere(Calls.makesABareException());
  }

  static ArchRule timeComesInFromOutside() {
    return noClasses()
        .that()
        .resideInAnyPackage(Rules.in("domain"), Rules.in("application"), Rules.in("adapter"))
        .should()
        .callMethodWhere(Calls.readsTheWallClock());
  }

  static ArchRule nobodySleeps() {
    return noClasses()
        .that()
        .resideInAnyPackage(
            Rules.in("domain"), Rules.in("application"), Rules.in("adapter"), Rules.in("bootstrap"))
        .and()
        // It waits for a span of time, which is the one thing that sleeping is for.
        .doNotHaveSimpleName("Drain")
        .should()
        .callMethodWhere(Calls.sleeps());
  }

  /** Among virtual threads it would wait for its turn behind all requests (decision 41). */
  static ArchRule whatThereIsOneOfHasAThreadOfThePlatform() {
    return noClasses()
        .that()
        .resideInAnyPackage(
            Rules.in("application"), Rules.in("adapter"), Rules.in("tls"), Rules.in("bootstrap"))
        .should()
        .callMethodWhere(Calls.makesOneVirtualThread());
  }

  static ArchRule redisIsNeverSearched() {
    return noClasses()
        .that()
        .resideInAPackage(Rules.ROOT + "..")
        .should()
        .callMethodWhere(Calls.searchesRedis());
  }
}
