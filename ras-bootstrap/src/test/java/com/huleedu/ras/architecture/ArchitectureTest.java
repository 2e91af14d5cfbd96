package com.huleedu.ras.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the production classes against every rule, and every rule against a planted violation. */
class ArchitectureTest {
  private static final JavaClasses PRODUCTION =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(
              "com.huleedu.ras.domain",
              "com.huleedu.ras.application",
              "com.huleedu.ras.adapter",
              "com.huleedu.ras.tls",
              "com.huleedu.ras.telemetry",
              "com.huleedu.ras.bootstrap",
              "com.huleedu.ras.testkit");
  private static final JavaClasses PLANTED =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
          .importPackages("com.huleedu.ras");
  private static final int MOST_PUBLIC_TYPES = 3;

  static Stream<Rules.Rule> rules() {
    return Rules.all().stream();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void productionKeepsTheRule(Rules.Rule rule) {
    rule.rule().check(PRODUCTION);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theRuleSeesItsPlantedViolation(Rules.Rule rule) {
    String planted = "planted." + rule.name().replaceAll("\\..*", "");
    assertThatThrownBy(() -> rule.rule().check(PLANTED))
        .as("a class in a package that ends with %s violates it", planted)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(planted);
  }

  @Test
  void noRulePassesEmpty() {
    for (String part : List.of("domain", "application", "bootstrap")) {
      assertThat(classesOf(part)).as(part).hasSizeGreaterThan(10);
    }
    for (String adapter : Rules.ADAPTERS) {
      assertThat(classesOf("adapter." + adapter)).as(adapter).hasSizeGreaterThan(10);
    }
  }

  @Test
  void anAdapterHasAtMostThreePublicTypes() {
    for (String adapter : Rules.ADAPTERS) {
      assertThat(classesOf("adapter." + adapter))
          .as(adapter)
          .filteredOn(
              type -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
          // A module exports that one package; what is public below it is so for its own rooms.
          .filteredOn(type -> type.getPackageName().equals("com.huleedu.ras.adapter." + adapter))
          .hasSizeBetween(1, MOST_PUBLIC_TYPES);
    }
  }

  private static List<JavaClass> classesOf(String part) {
    return PRODUCTION.stream()
        .filter(type -> type.getPackageName().startsWith("com.huleedu.ras." + part))
        .toList();
  }

  @Test
  void thePictureOfTheHouseIsWhatTheCodeIs() throws IOException {
    Path received = Path.of("target", "received", "house.md");
    String page = new House(PRODUCTION).page();
    Files.createDirectories(received.getParent());
    Files.writeString(received, page);
    assertThat(page)
        .as("if the house is meant to be so: cp ras-bootstrap/%s docs/house.md", received)
        .isEqualTo(Files.readString(Path.of("..", "docs", "house.md")));
  }

  @Test
  void everyModuleIsDocumentedAndNullMarked() throws IOException {
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      List<Path> descriptors =
          modules
              .filter(module -> Files.isDirectory(module.resolve("src/main/java")))
              .map(module -> module.resolve("src/main/java/module-info.java"))
              .toList();
      assertThat(descriptors).hasSizeGreaterThanOrEqualTo(9);
      for (Path descriptor : descriptors) {
        assertThat(descriptor).content().contains("@NullMarked", "/**");
      }
    }
  }
}
