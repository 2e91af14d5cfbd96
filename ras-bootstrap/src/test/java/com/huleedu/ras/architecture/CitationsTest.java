package com.huleedu.ras.architecture;

import static com.huleedu.ras.architecture.Repository.ROOT;
import static com.huleedu.ras.architecture.Repository.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the code cites of the documentation is there: each page, each chapter, each guarantee. */
class CitationsTest {
  /** As {@code (contract, "Metrics")} and {@code (guarantees, G1 and G14)}. */
  private static final Pattern CITATION =
      Pattern.compile("\\((contract|rules|guarantees|architecture), (\"[^\"]+\"|G\\d+[^)]*)\\)");

  private static final Pattern PAGE =
      Pattern.compile("(docs/[\\w/.-]+\\.md)(?:(?:,| \\()? \\\\?\"([^\"\\\\]+)\\\\?\")?");
  private static final Pattern GUARANTEE = Pattern.compile("G\\d+");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");

  @Test
  void whatTheCodeCitesIsInTheSpecification() {
    List<String> missing = new ArrayList<>();
    List<MatchResult> citations = new ArrayList<>();
    for (String source : sources()) {
      CITATION.matcher(source).results().forEach(citations::add);
    }
    for (MatchResult citation : citations) {
      String page = read(ROOT.resolve("docs/spec/" + citation.group(1) + ".md"));
      String cited = citation.group(2);
      Matcher guarantees = GUARANTEE.matcher(cited);
      if (cited.startsWith("\"") && !page.contains(cited.replace("\"", ""))) {
        missing.add(citation.group());
      } else if (guarantees.find() && !page.contains("| " + guarantees.group() + " ")) {
        missing.add(citation.group());
      }
    }

    assertThat(citations).hasSizeGreaterThan(15);
    assertThat(missing).isEmpty();
  }

  @Test
  void everyPageThatTheCodeNamesIsThere() {
    List<String> missing = new ArrayList<>();
    List<MatchResult> named = new ArrayList<>();
    for (String source : sources()) {
      PAGE.matcher(source).results().forEach(named::add);
    }
    for (MatchResult page : named) {
      Path file = ROOT.resolve(page.group(1));
      String chapter = page.group(2);
      if (!Files.exists(file) || (chapter != null && !read(file).contains("## " + chapter))) {
        missing.add(page.group());
      }
    }

    assertThat(named).hasSizeGreaterThan(5);
    assertThat(missing).isEmpty();
  }

  @Test
  void noLinkOfTheDocumentationIsDead() {
    List<String> dead = new ArrayList<>();
    List<Path> pages = new ArrayList<>(Repository.files(ROOT.resolve("docs"), ".md"));
    Stream.of("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")
        .map(ROOT::resolve)
        .forEach(pages::add);
    for (Path page : pages) {
      LINK.matcher(read(page))
          .results()
          .map(link -> link.group(1))
          .filter(link -> !Files.exists(page.resolveSibling(link)))
          .forEach(link -> dead.add(page + ": " + link));
    }

    assertThat(pages).hasSizeGreaterThan(20);
    assertThat(dead).isEmpty();
  }

  /** Of all modules, the comments without their line breaks. */
  private static List<String> sources() {
    return Repository.sources("ras-").stream()
        .map(file -> read(file).replaceAll("\\s*\\n\\s*(\\*|//) ?", " "))
        .toList();
  }
}
