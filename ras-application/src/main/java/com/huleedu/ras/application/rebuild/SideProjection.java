package com.huleedu.ras.application.rebuild;

import static java.util.Objects.requireNonNull;

import com.huleedu.ras.application.Store;
import com.huleedu.ras.application.commit.PollCommitter;
import com.huleedu.ras.domain.LogGapException;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.port.deadletter.DeadLetterId;
import com.huleedu.ras.domain.port.deadletter.DeadLetterState;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.Lineage;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.MessageDecoder;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Poll;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.projection.RawMessage;
import com.huleedu.ras.domain.port.rebuild.KnownDeadLetter;
import com.huleedu.ras.domain.port.rebuild.LogPartition;
import com.huleedu.ras.domain.port.rebuild.LogRange;
import com.huleedu.ras.domain.port.rebuild.MessageLog;
import com.huleedu.ras.domain.port.rebuild.Progress;
import com.huleedu.ras.domain.port.rebuild.SideModel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Projects the log into a side model, in the same way as the service does, up to live positions.
 */
final class SideProjection {
  private final MessageLog log;
  private final MessageDecoder decoder;
  private final SideModel side;
  private final PollCommitter committer;
  private long projected;

  SideProjection(MessageLog log, MessageDecoder decoder, SideModel side, InstantSource clock) {
    this.log = log;
    this.decoder = decoder;
    this.side = side;
    this.committer =
        new PollCommitter(
            new Store(side.transactions(), side.batches(), side.deadLetters(), side.positions()),
            clock,
            System::nanoTime);
  }

  static Position beginning(LogPartition partition) {
    return new Position(partition.partition(), partition.topicId(), partition.beginning());
  }

  /** Partitions may be added at any time. */
  void beginNewPartitions() {
    side.beginAdded(newPartitions());
  }

  /** Whether there is no partition that the live model has begun and the side model has not. */
  boolean hasBegun(List<Position> live) {
    Map<Partition, Position> known = AuditRanges.byPartition(live);
    return newPartitions().stream().noneMatch(begin -> known.containsKey(begin.partition()));
  }

  private List<Position> newPartitions() {
    Map<Partition, Position> known = AuditRanges.byPartition(side.reached());
    return log.partitions().stream()
        .filter(partition -> !known.containsKey(partition.partition()))
        .map(SideProjection::beginning)
        .toList();
  }

  /** How many messages there are up to these positions. */
  long missing(List<Position> live) {
    return AuditRanges.size(ranges(live));
  }

  void projectTo(List<Position> live, Duration timeout, Progress progress) {
    Lineage lineage = side.positions().lineage();
    Map<Partition, Position> reached = AuditRanges.byPartition(side.reached());
    log.read(
        ranges(live),
        poll -> {
          commit(withoutLetters(poll, unapplied(poll, reached)), lineage);
          projected += poll.messages().size();
          poll.advances().forEach(advance -> progress.advance(advance.to() - advance.from()));
          return progress.goOn();
        },
        timeout);
  }

  private Map<Partition, LogRange> ranges(List<Position> live) {
    Map<Partition, Position> reached = AuditRanges.byPartition(side.reached());
    Map<Partition, Position> wanted = AuditRanges.byPartition(live);
    Map<Partition, LogRange> ranges = new HashMap<>();
    AuditRanges.requireTopics(log, live);
    for (LogPartition partition : log.partitions()) {
      Position from = reached.get(partition.partition());
      Position to = wanted.get(partition.partition());
      if (to != null && from != null) {
        check(partition, from, to);
        if (to.next() > from.next()) {
          ranges.put(partition.partition(), new LogRange(from.next(), to.next()));
        }
      }
    }
    return ranges;
  }

  private static void check(LogPartition log, Position reached, Position live) {
    if (!log.topicId().equals(reached.topicId())) {
      throw new UnavailableException(
          log.partition().toString(),
          "its topic was created again since the rebuild began; begin anew with --restart");
    }
    if (!log.topicId().equals(live.topicId()) || live.next() > log.end()) {
      throw new UnavailableException(
          log.partition().toString(),
          "its log is not the one that the live model was made from, and the service has not"
              + " noticed yet; try again");
    }
    if (reached.next() < log.beginning()) {
      throw new LogGapException(
          log.partition().topic(),
          log.partition().number(),
          reached.next(),
          log.beginning(),
          "what lacks them can't be brought up to date");
    }
  }

  /** What the live model has as letters stays letters, until somebody replays them. */
  private Map<String, KnownDeadLetter> unapplied(Poll poll, Map<Partition, Position> reached) {
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

  private static Poll withoutLetters(Poll poll, Map<String, KnownDeadLetter> letters) {
    List<Message> messages = new ArrayList<>(poll.messages().size());
    for (Message message : poll.messages()) {
      RawMessage raw = message.raw();
      KnownDeadLetter letter = letters.get(key(raw.partition(), raw.offset(), raw.timestamp()));
      messages.add(letter == null ? message : asLetter(message, letter));
    }
    return new Poll(messages, poll.advances());
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

  private void commit(Poll poll, Lineage lineage) {
    if (committer.commit(poll, poll.decoded(), lineage).isEmpty()) {
      throw new UnavailableException(
          "the model that is rebuilt", "somebody else changed it; begin anew with --restart");
    }
  }

  /**
   * Applies what was a letter, and has been replayed into the live model since: as it was stored,
   * for the log may have it no more, or another message in its place.
   *
   * @return false if some are left, because there are more or it was told to end
   */
  boolean applyReplayed(int atMost, Progress progress) {
    int left = atMost;
    List<DeadLetterId> letters = side.replayed();
    while (!letters.isEmpty()) {
      if (letters.size() > left || !progress.goOn()) {
        return false;
      }
      letters.forEach(this::applyReplayed);
      left -= letters.size();
      letters = side.replayed();
    }
    return true;
  }

  private void applyReplayed(DeadLetterId letter) {
    side.transactions()
        .inTransaction(() -> {
          if (decoder.decode(side.message(letter)) instanceof Message.Decoded decoded) {
            side.batches().record(Facts.fold(List.of(decoded.event())));
          }
          side.settle(letter);
          return true;
        });
  }

  long projected() {
    return projected;
  }
}
