package com.huleedu.ras.benchmarks.micro;

import com.huleedu.ras.domain.event.SpellcheckCompleted;
import com.huleedu.ras.domain.port.projection.DeduplicationMark;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What tells a message from all others: SHA-256 of its topic and value, 1 kB. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MessageHashBenchmark {
  private static final String FINGERPRINT = "com.huleedu.ras.adapter.json.Fingerprint";
  private static final MethodHandle MARK =
      MethodHandles.filterReturnValue(
          PackagePrivate.method(FINGERPRINT, "of", String.class, byte[].class),
          PackagePrivate.method(FINGERPRINT, "mark"));

  private final String topic = Samples.topics().spellcheckCompleted();
  private final byte[] value = Samples.value(SpellcheckCompleted.class, topic);

  @Benchmark
  public DeduplicationMark mark() throws Throwable {
    return (DeduplicationMark) MARK.invokeExact(topic, value);
  }
}
