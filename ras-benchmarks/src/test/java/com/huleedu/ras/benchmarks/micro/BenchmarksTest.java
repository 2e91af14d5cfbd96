package com.huleedu.ras.benchmarks.micro;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.batch.Batch;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.port.Tracing;
import com.huleedu.ras.domain.port.projection.DeduplicationMark;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.query.Body;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark once, by a plain call: what does not measure what it says is found here. */
class BenchmarksTest {
  @ParameterizedTest
  @MethodSource("benchmarks")
  void yields_what_is_meant_to_be_measured(Method benchmark) throws Exception {
    Object subject = benchmark.getDeclaringClass().getConstructor().newInstance();
    switch (benchmark.invoke(subject)) {
      case Facts facts -> assertThat(facts.essays()).hasSizeGreaterThan(700);
      case Message message -> assertThat(message).isInstanceOf(Message.Decoded.class);
      case Batch batch -> assertThat(batch.essays()).hasSize(30);
      case Body body -> assertThat(body.utf8()).hasSizeBetween(17_000, 19_000);
      case DeduplicationMark mark -> assertThat(mark.sha256()).hasSize(64);
      case Tracing.Span span -> assertThat(span).isSameAs(Tracing.NO_SPAN);
      case String tag -> assertThat(tag).matches("\"[0-9a-f]{32}\"");
      case Object other -> throw new AssertionError("measures " + other);
    }
  }

  @Test
  void jmh_knows_them_all() throws Exception {
    List<String> known =
        BenchmarkList.defaultList()
            .getAll(
                OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of())
            .stream()
            .map(entry -> entry.getUsername())
            .toList();
    assertThat(known)
        .containsExactlyInAnyOrderElementsOf(
            benchmarks()
                .map(method -> method.getDeclaringClass().getName() + "." + method.getName())
                .toList());
  }

  static Stream<Method> benchmarks() throws IOException, URISyntaxException {
    Path classes =
        Path.of(FoldBenchmark.class.getResource("FoldBenchmark.class").toURI()).getParent();
    try (Stream<Path> files = Files.list(classes)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith("Benchmark.class"))
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .flatMap(name -> Stream.of(type(name).getDeclaredMethods()))
          .filter(method -> method.isAnnotationPresent(Benchmark.class))
          .toList()
          .stream();
    }
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(BenchmarksTest.class.getPackageName() + "." + name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
