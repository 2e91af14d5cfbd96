package com.huleedu.ras.benchmarks.micro;

import com.huleedu.ras.domain.batch.Batch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** From the facts of a batch of 30 essays to its picture. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DeriveBenchmark {
  private final Samples.Known known = Samples.Known.ofOne();

  @Benchmark
  public Batch derive() {
    return known.derived();
  }
}
