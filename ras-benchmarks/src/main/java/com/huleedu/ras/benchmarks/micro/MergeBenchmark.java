package com.huleedu.ras.benchmarks.micro;

import com.huleedu.ras.domain.batch.Facts;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The facts of one poll of 1,000 events met by those of the next. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MergeBenchmark {
  private final Facts earlier = Facts.fold(Samples.fold(0));
  private final Facts later = Facts.fold(Samples.fold(1));

  @Benchmark
  public Facts merge() {
    return earlier.merge(later);
  }
}
