package com.huleedu.ras.adapter.json;

import com.huleedu.ras.domain.port.deadletter.DeadLetterWriter;
import com.huleedu.ras.domain.port.projection.MessageDecoder;
import com.huleedu.ras.domain.port.query.BodyWriter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;

/** JSON behind the ports of reading and writing. All that it makes is safe for many threads. */
public final class JsonAdapter {
  private JsonAdapter() {}

  /**
   * Reads messages as the contract's chapter "Events in" has them.
   *
   * @param registry gets {@code ras.rankings.skipped}
   */
  public static MessageDecoder messageDecoder(Topics topics, MeterRegistry registry) {
    Counter skipped =
        Counter.builder("ras.rankings.skipped")
            .description("Rankings without an essay")
            .register(registry);
    return new JsonMessageDecoder(topics, new EventReader(skipped));
  }

  /** The types of the reasons for which a message is found malformed. */
  public static Set<String> malformedTypes() {
    return MalformedException.TYPES;
  }

  /**
   * Writes answers as the contract's chapter "HTTP out" has them. Equal pictures give equal bytes,
   * on every instance, so entity tags agree.
   */
  public static BodyWriter bodyWriter() {
    return bodyWriter(false);
  }

  /**
   * Writes the same answers.
   *
   * @param internalNames whether the statuses and phases of batches have the names that they have
   *     in events, which the platform's clients of today read
   */
  public static BodyWriter bodyWriter(boolean internalNames) {
    return new JsonBodyWriter(internalNames ? StatusNames.INTERNAL : StatusNames.PUBLIC);
  }

  /** Writes what operators are answered (docs/operations.md, "Dead letters"). */
  public static DeadLetterWriter deadLetterWriter() {
    return new JsonDeadLetterWriter();
  }
}
