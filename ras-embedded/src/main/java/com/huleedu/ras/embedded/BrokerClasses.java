package com.huleedu.ras.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The class path of a broker's JVM, and the archive of its classes.
 *
 * <p>Half of what a broker's start costs is reading classes, so the first one that ends in order
 * leaves them in a {@link ClassArchive}. An archive is for one class path, and the test JVM of each
 * module has another one; so of this JVM's class path the broker gets the libraries that Kafka
 * needs alone, always in the same order, and {@link KafkaMain} in a jar of its own.
 */
final class BrokerClasses {
  /** What Maven found ras-embedded to need, in its order. */
  private static final String NEEDED = "broker-libraries";

  private static final List<String> OWN =
      List.of(KafkaMain.class.getSimpleName() + ".class", "kafka-logback.xml");

  private final String path;
  private final @Nullable ClassArchive archive;

  private BrokerClasses(String path, @Nullable ClassArchive archive) {
    this.path = path;
    this.archive = archive;
  }

  /** Without an archive where there can't be one: then a start only takes longer. */
  static BrokerClasses find() {
    String whole = System.getProperty("java.class.path");
    try {
      Optional<List<Path>> libraries = libraries(whole);
      Optional<Path> directory = ClassArchive.directory();
      if (libraries.isPresent() && directory.isPresent()) {
        List<Path> all = new ArrayList<>(List.of(ownJar(directory.get())));
        all.addAll(libraries.get());
        return new BrokerClasses(
            all.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
            ClassArchive.of(directory.get(), all));
      }
    } catch (IOException without) {
      // As on a full disk; what matters there says so itself.
    }
    return new BrokerClasses(whole, null);
  }

  String path() {
    return path;
  }

  /** The archive's flags of one JVM; its end is to be told to it. */
  Optional<ClassArchive.Use> use() {
    return Optional.ofNullable(archive).map(ClassArchive::use);
  }

  private static Optional<List<Path>> libraries(String classPath) throws IOException {
    Map<String, Path> there =
        Stream.of(classPath.split(File.pathSeparator))
            .map(Path::of)
            .filter(Files::isRegularFile)
            .collect(
                Collectors.toMap(
                    file -> file.getFileName().toString(), Function.identity(), (one, _) -> one));
    List<Path> found = new ArrayList<>();
    for (String name : needed()) {
      Path library = there.get(name);
      if (library == null) {
        return Optional.empty();
      }
      found.add(library);
    }
    // Whatever writes its log.
    there.entrySet().stream()
        .filter(one -> one.getKey().matches("(slf4j-(nop|simple)|logback-\\w+)-.*"))
        .sorted(Map.Entry.comparingByKey())
        .forEach(one -> found.add(one.getValue()));
    return Optional.of(found);
  }

  private static List<String> needed() throws IOException {
    try (InputStream list = BrokerClasses.class.getResourceAsStream(NEEDED)) {
      String text = list == null ? "" : new String(list.readAllBytes(), UTF_8);
      // Of each the directory is a dot, since it is another one elsewhere.
      return Stream.of(text.strip().split(":")).map(one -> one.replaceFirst("^\\./", "")).toList();
    }
  }

  private static Path ownJar(Path directory) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      for (String name : OWN) {
        JarEntry entry =
            new JarEntry(KafkaMain.class.getPackageName().replace('.', '/') + "/" + name);
        entry.setTime(0);
        jar.putNextEntry(entry);
        try (InputStream content = KafkaMain.class.getResourceAsStream(name)) {
          if (content == null) {
            throw new IOException("there is no " + name);
          }
          content.transferTo(jar);
        }
      }
    }
    Path jar =
        directory.resolve("broker-%s.jar".formatted(ClassArchive.digest(bytes.toByteArray())));
    if (!Files.exists(jar)) {
      Path written = Files.createTempFile(directory, "broker-", ".new");
      Files.write(written, bytes.toByteArray());
      // Whoever else writes it, too, must not change what the JVM takes for its age.
      Files.setLastModifiedTime(written, FileTime.from(Instant.EPOCH));
      Files.move(written, jar, StandardCopyOption.ATOMIC_MOVE);
    }
    return jar;
  }
}
