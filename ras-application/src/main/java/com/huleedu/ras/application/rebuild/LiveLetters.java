package com.huleedu.ras.application.rebuild;

import static java.util.Objects.requireNonNull;

import com.huleedu.ras.domain.port.deadletter.DeadLetterState;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Poll;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.projection.RawMessage;
import com.huleedu.ras.domain.port.rebuild.KnownDeadLetter;
import com.huleedu.ras.domain.port.rebuild.SideModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the live model has as letters stays letters beside it, until somebody replays them. */
final class LiveLetters {
  private final SideModel side;
  private final Map<Partition, Position> reached;

  /**
   * @param reached of which topics the log is read
   */
  LiveLetters(SideModel side, List<Position> reached) {
    this.side = side;
    this.reached = AuditRanges.byPartition(reached);
  }

  /** The poll, in which the messages of such letters are malformed ones. */
  Poll in(Poll poll) {
    Map<String, KnownDeadLetter> letters = unapplied(poll);
    List<Message> messages = new ArrayList<>(poll.messages().size());
    for (Message message : poll.messages()) {
      RawMessage raw = message.raw();
      KnownDeadLetter letter = letters.get(key(raw.partition(), raw.offset(), raw.timestamp()));
      messages.add(letter == null ? message : asLetter(message, letter));
    }
    return new Poll(messages, poll.advances());
  }

  private Map<String, KnownDeadLetter> unapplied(Poll poll) {
    return side.liveDeadLetters(DeadLetterCheck.ranges(poll)).stream()
        .filter(letter -> letter.state() != DeadLetterState.REPLAYED)
        .filter(letter ->
            letter.topicId().equals(requireNonNull(reached.get(letter.partition())).topicId()))
        .collect(
            Collectors.toMap(
                letter -> key(letter.partition(), letter.offset(), letter.timestamp()),
                Function.identity(),
                (one, ofTheSameTime) -> ofTheSameTime));
  }

  private static String key(Partition partition, long offset, Instant timestamp) {
    return partition + "@" + offset + "@" + timestamp;
  }

  private static Message asLetter(Message message, KnownDeadLetter letter) {
    return switch (message) {
      case Message.Malformed malformed -> malformed;
      case Message.Decoded decoded ->
          new Message.Malformed(
              decoded.raw(),
              new DeadLetterReason(letter.errorType(), "a letter of the live model"));
    };
  }
}
