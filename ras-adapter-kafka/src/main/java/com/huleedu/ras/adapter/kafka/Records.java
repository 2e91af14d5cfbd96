package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.RawMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Kafka's records as messages of the domain, undecoded. */
final class Records {
  private Records() {}

  static RawMessage raw(ConsumerRecord<byte[], byte[]> message) {
    List<RawMessage.Header> headers = new ArrayList<>();
    for (Header header : message.headers()) {
      headers.add(new RawMessage.Header(header.key(), header.value()));
    }
    return new RawMessage(
        new Partition(message.topic(), message.partition()),
        message.offset(),
        Instant.ofEpochMilli(Math.max(0, message.timestamp())),
        message.key(),
        headers,
        message.value());
  }
}
