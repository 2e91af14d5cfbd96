package com.huleedu.ras.bootstrap;

import com.huleedu.ras.adapter.json.JsonAdapter;
import com.huleedu.ras.adapter.kafka.KafkaAdapter;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.RawMessage;
import com.huleedu.ras.domain.port.rebuild.LogPartition;
import com.huleedu.ras.domain.port.rebuild.LogRange;
import com.huleedu.ras.domain.port.rebuild.MessageLog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** All messages of a deployment, in the order of each partition, as today's decoder reads them. */
record DecodedLog(List<Message> messages) {

  static DecodedLog of(Deployment deployment) {
    List<Message> messages = new ArrayList<>();
    try (MessageLog log =
        KafkaAdapter.log(
            deployment.configuration().kafka(),
            JsonAdapter.messageDecoder(deployment.topics(), new SimpleMeterRegistry()))) {
      log.read(
          log.partitions().stream()
              .collect(
                  Collectors.toMap(
                      LogPartition::partition, it -> new LogRange(it.beginning(), it.end()))),
          poll -> {
            messages.addAll(poll.messages());
            return true;
          });
    }
    return new DecodedLog(messages);
  }

  List<CompletionEvent> events() {
    return messages.stream()
        .filter(Message.Decoded.class::isInstance)
        .map(it -> ((Message.Decoded) it).event())
        .toList();
  }

  /**
   * The ids of what an older process applied.
   *
   * @param topics which it reads
   * @param refused where what it could not read lies
   */
  Set<String> eventIds(Collection<String> topics, Collection<String> refused) {
    return messages.stream()
        .filter(Message.Decoded.class::isInstance)
        .filter(it -> topics.contains(it.raw().partition().topic()))
        .filter(it -> !refused.contains(place(it.raw())))
        .map(it -> ((Message.Decoded) it).event().stamp().eventId().toString())
        .collect(Collectors.toSet());
  }

  /** The places of those that can't be read, as {@code topic/partition/offset}. */
  List<String> malformed() {
    return messages.stream()
        .filter(Message.Malformed.class::isInstance)
        .map(it -> place(it.raw()))
        .toList();
  }

  private static String place(RawMessage raw) {
    return "%s/%d/%d".formatted(raw.partition().topic(), raw.partition().number(), raw.offset());
  }
}
