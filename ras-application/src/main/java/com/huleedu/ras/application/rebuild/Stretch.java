package com.huleedu.ras.application.rebuild;

import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.port.projection.Advance;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Poll;
import com.huleedu.ras.domain.port.projection.Position;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Polls that follow each other, folded into one: what they say, without the messages that said it,
 * which would take many times the memory.
 */
final class Stretch {
  private final Map<Partition, Advance> advances = new LinkedHashMap<>();
  private final List<Message.Malformed> malformed = new ArrayList<>();
  private Facts facts = Facts.fold(List.of());
  private long messages;
  private long bytesOfMalformed;

  /** It takes no more bytes of heap than this. */
  private long atMost;

  /**
   * So many bytes of heap it takes as a rule: two of them and a poll have to fit. The more, the
   * fewer rows are written again.
   */
  static long usualBytes() {
    return Runtime.getRuntime().maxMemory() / 8;
  }

  void add(Poll poll) {
    Facts polled = Facts.fold(poll.decoded().stream().map(Message.Decoded::event).toList());
    facts = facts.merge(polled);
    atMost += FactsSize.ofRows(polled);
    poll.advances().forEach(next -> advances.merge(next.partition(), next, Stretch::joined));
    messages += poll.messages().size();
    for (Message message : poll.messages()) {
      if (message instanceof Message.Malformed one) {
        malformed.add(one);
        long bytes = FactsSize.bytes(one.raw());
        bytesOfMalformed += bytes;
        atMost += bytes;
      }
    }
  }

  private static Advance joined(Advance first, Advance next) {
    return new Advance(
        first.partition(),
        first.from(),
        next.to(),
        next.last() == null ? first.last() : next.last());
  }

  Facts facts() {
    return facts;
  }

  /** What is to become dead letters. */
  List<Message.Malformed> malformed() {
    return malformed;
  }

  List<Advance> advances() {
    return List.copyOf(advances.values());
  }

  /** How many there were, malformed ones included. */
  long messages() {
    return messages;
  }

  /** Whether it takes about so many bytes of heap. */
  boolean takes(long bytes) {
    if (atMost >= bytes) {
      atMost = FactsSize.ofRows(facts) + bytesOfMalformed; // rows that several polls have are one
    }
    return atMost >= bytes;
  }

  boolean isEmpty() {
    return advances.isEmpty();
  }

  /** Where these positions are behind it. */
  List<Position> ends(Collection<Position> positions) {
    return positions.stream()
        .filter(position -> advances.containsKey(position.partition()))
        .map(position ->
            new Position(
                position.partition(),
                position.topicId(),
                Objects.requireNonNull(advances.get(position.partition())).to()))
        .toList();
  }
}
