package com.huleedu.ras.adapter.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.event.NoEffect;
import com.huleedu.ras.domain.event.SaidNothing;
import com.huleedu.ras.domain.event.Stamp;
import com.huleedu.ras.domain.port.projection.DeduplicationMark;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.RawMessage;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TracesTest {
  private static final String ID = "0af7651916cd43dd8448eb211c80319c";
  private static final String OTHER = "1af7651916cd43dd8448eb211c80319c";

  @Test
  void theEnvelopeGoesBeforeTheHeader() {
    assertThat(traceId(null)).isNull();
    assertThat(traceId("00-" + ID + "-b7ad6b7169203331-01")).isEqualTo(ID);
    assertThat(traceId("cc-" + ID + "-b7ad6b7169203331-01-of the future")).isEqualTo(ID);
    RawMessage.Header header = header("traceparent", "00-" + OTHER + "-b7ad6b7169203331-00");
    assertThat(traceId(null, header)).isEqualTo(OTHER);
    assertThat(traceId("00-" + ID + "-b7ad6b7169203331-01", header)).isEqualTo(ID);
  }

  /** A log holds nothing that a stranger made up. */
  @Test
  void whatHasNotTheFormIsPassedOver() {
    RawMessage.Header header = header("traceparent", "00-" + OTHER + "-b7ad6b7169203331-00");
    assertThat(traceId("x\n00-" + ID + "-b7ad6b7169203331-01", header)).isEqualTo(OTHER);
    assertThat(traceId("00-" + ID.toUpperCase(Locale.ROOT) + "-b7ad6b7169203331-01")).isNull();
    assertThat(traceId(null, new RawMessage.Header("traceparent", null))).isNull();
    assertThat(traceId(null, header("tracestate", "00-" + ID + "-b7ad6b7169203331-01"))).isNull();
  }

  private static RawMessage.Header header(String name, String value) {
    return new RawMessage.Header(name, value.getBytes(UTF_8));
  }

  private static String traceId(String ofEnvelope, RawMessage.Header... headers) {
    RawMessage raw =
        new RawMessage(
            new Partition("t", 0), 0, Instant.EPOCH, null, List.of(headers), new byte[0]);
    Stamp stamp = new Stamp(Instant.EPOCH, new UUID(0, 0), 0);
    return Traces.traceId(
        new Message.Decoded(
            raw,
            new DeduplicationMark("%064x".formatted(1)),
            new SaidNothing(stamp, null, new BatchId("b"), NoEffect.OTHER_METHOD),
            ofEnvelope));
  }
}
