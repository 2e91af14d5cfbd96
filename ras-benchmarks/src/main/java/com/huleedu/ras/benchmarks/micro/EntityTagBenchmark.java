package com.huleedu.ras.benchmarks.micro;

import java.lang.invoke.MethodHandle;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The entity tag of an answer of 18 kB. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class EntityTagBenchmark {
  private static final MethodHandle TAG =
      PackagePrivate.method("com.huleedu.ras.adapter.http.EntityTag", "of", byte[].class);

  private final byte[] body = Samples.Known.ofOne().body();

  @Benchmark
  public String tag() throws Throwable {
    return (String) TAG.invokeExact(body);
  }
}
