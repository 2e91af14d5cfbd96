package com.huleedu.ras.benchmarks.micro;

import com.huleedu.ras.adapter.json.JsonAdapter;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CjAssessmentCompleted;
import com.huleedu.ras.domain.event.PhaseOutcomeAnnounced;
import com.huleedu.ras.domain.event.SpellcheckCompleted;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.MessageDecoder;
import com.huleedu.ras.domain.port.projection.RawMessage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** From the bytes of one message to its event, its hash included. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DecodeBenchmark {
  private final MessageDecoder decoder =
      JsonAdapter.messageDecoder(Samples.topics(), new SimpleMeterRegistry());
  private final RawMessage registered =
      Samples.message(BatchRegistered.class, Samples.topics().batchRegistered());
  private final RawMessage spellchecked =
      Samples.message(SpellcheckCompleted.class, Samples.topics().spellcheckCompleted());
  private final RawMessage outcome =
      Samples.message(PhaseOutcomeAnnounced.class, Samples.topics().phaseOutcome());
  private final RawMessage ranked =
      Samples.message(CjAssessmentCompleted.class, Samples.topics().cjAssessmentCompleted());

  @Benchmark
  public Message registration() {
    return decoder.decode(registered);
  }

  @Benchmark
  public Message spellcheck() {
    return decoder.decode(spellchecked);
  }

  @Benchmark
  public Message phaseOutcome() {
    return decoder.decode(outcome);
  }

  @Benchmark
  public Message ranking() {
    return decoder.decode(ranked);
  }
}
