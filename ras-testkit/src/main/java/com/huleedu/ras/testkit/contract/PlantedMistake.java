package com.huleedu.ras.testkit.contract;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * A mistake in a source of the module whose directory is the current one, made in a copy of its
 * class: whether tests notice what is only text to a program that plants mistakes in code.
 *
 * @param source of a class, below {@code src/main/java}
 * @param from what stands there, exactly once
 * @param test the class of which one has to fail
 */
public record PlantedMistake(String source, String from, String to, String test) {
  private static final Path SOURCES = Path.of("src", "main", "java");

  /**
   * Runs the test against the copy, in this process, and on the servers of this process.
   *
   * @return the first failure, or a few; empty if nobody noticed
   * @throws IllegalArgumentException if the mistake can't be made: the source has changed
   */
  public List<String> failures() throws IOException {
    Path classes = compiled();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    ClassLoader changed = new Changed(classes, source.substring(0, source.lastIndexOf('/')));
    thread.setContextClassLoader(changed);
    CancellationToken noticed = CancellationToken.create();
    try {
      SummaryGeneratingListener listener = new SummaryGeneratingListener();
      LauncherFactory.create()
          .execute(
              LauncherExecutionRequestBuilder.request(
                      LauncherDiscoveryRequestBuilder.request()
                          .selectors(selectClass(changed, test))
                          .build())
                  .listeners(listener, new Stop(noticed))
                  .cancellationToken(noticed)
                  .build());
      return listener.getSummary().getFailures().stream()
          .map(failure -> failure.getTestIdentifier().getDisplayName())
          .toList();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** One failure says it all. */
  private record Stop(CancellationToken token) implements TestExecutionListener {
    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      if (result.getStatus() == TestExecutionResult.Status.FAILED) {
        token.cancel();
      }
    }
  }

  private Path compiled() throws IOException {
    Path original = SOURCES.resolve(source);
    String text = Files.readString(original);
    int at = text.indexOf(from);
    if (at < 0 || text.indexOf(from, at + 1) >= 0) {
      throw new IllegalArgumentException(source + " does not hold this exactly once: " + from);
    }
    Path directory = Files.createTempDirectory(Path.of("target"), "planted");
    Path copy = directory.resolve(original.getFileName());
    Files.writeString(copy, text.replace(from, to));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter complaints = new StringWriter();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      List<String> options =
          List.of("-proc:none", "-parameters", "-d", directory.toString(), "-cp", classPath());
      if (!compiler
          .getTask(complaints, files, null, options, null, files.getJavaFileObjects(copy))
          .call()) {
        throw new IllegalArgumentException(source + " does not compile: " + complaints);
      }
    }
    return directory;
  }

  /** Surefire's own is a jar that names the entries. */
  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  @Override
  public String toString() {
    return source.substring(source.lastIndexOf('/') + 1) + ": " + from + " → " + to;
  }

  /** Loads the classes of a module afresh, the changed ones from elsewhere, all others as ever. */
  private static final class Changed extends ClassLoader {
    private final Path changed;
    private final String prefix;

    Changed(Path changed, String directory) {
      super(PlantedMistake.class.getClassLoader());
      this.changed = changed;
      this.prefix = String.join(".", List.of(directory.split("/", -1)).subList(0, 5)) + ".";
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(prefix)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      String file = name.replace('.', '/') + ".class";
      try (InputStream in =
          Files.exists(changed.resolve(file))
              ? Files.newInputStream(changed.resolve(file))
              : getParent().getResourceAsStream(file)) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
