package com.huleedu.ras.benchmarks.micro;

import com.huleedu.ras.adapter.json.JsonAdapter;
import com.huleedu.ras.domain.batch.Batch;
import com.huleedu.ras.domain.port.query.Body;
import com.huleedu.ras.domain.port.query.BodyWriter;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** From the picture of a batch of 30 essays to its answer, 18 kB of JSON. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RenderBenchmark {
  private final BodyWriter writer = JsonAdapter.bodyWriter();
  private final Batch batch = Samples.Known.ofOne().derived();

  @Benchmark
  public Body render() {
    return writer.batch(batch);
  }
}
