package com.huleedu.ras.application.rebuild;

import com.huleedu.ras.application.Store;
import com.huleedu.ras.application.commit.PollCommitter;
import com.huleedu.ras.domain.LogGapException;
import com.huleedu.ras.domain.RasException;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.port.deadletter.DeadLetter;
import com.huleedu.ras.domain.port.deadletter.DeadLetterId;
import com.huleedu.ras.domain.port.projection.Advance;
import com.huleedu.ras.domain.port.projection.Lineage;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.MessageDecoder;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Poll;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.rebuild.LogPartition;
import com.huleedu.ras.domain.port.rebuild.LogRange;
import com.huleedu.ras.domain.port.rebuild.MessageLog;
import com.huleedu.ras.domain.port.rebuild.Progress;
import com.huleedu.ras.domain.port.rebuild.SideModel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Projects the log into a side model, in the same way as the service does, up to live positions.
 */
final class SideProjection {
  private static final Logger LOG = LoggerFactory.getLogger(SideProjection.class);

  private final MessageLog log;
  private final MessageDecoder decoder;
  private final SideModel side;
  private final InstantSource clock;
  private final long atMost;
  private final PollCommitter committer;
  private long projected;

  /** Up to where it has to go poll by poll, between the failure and that. */
  private @Nullable List<Position> failed;

  /**
   * @param atMost about how many bytes of heap the facts of one transaction may take
   */
  SideProjection(
      MessageLog log, MessageDecoder decoder, SideModel side, InstantSource clock, long atMost) {
    this.clock = clock;
    this.atMost = atMost;
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

  /**
   * Projects much: many polls to a transaction, and the next ones read meanwhile. Where that fails,
   * poll by poll, which finds the messages at which it does.
   */
  void projectInStretches(List<Position> live, Duration timeout, Progress progress) {
    do {
      failed = null;
      writeStretches(live, timeout, progress);
      if (failed != null) {
        side.complete(); // so that each poll is as quick as the service's
        projectTo(failed, timeout, progress);
      }
    } while (failed != null && progress.goOn());
  }

  private void writeStretches(List<Position> live, Duration timeout, Progress progress) {
    Lineage lineage = side.positions().lineage();
    LiveLetters letters = new LiveLetters(side, side.reached());
    Map<Partition, LogRange> ranges = ranges(live);
    ReadAhead.Reading reading =
        reader -> log.read(ranges, poll -> reader.test(letters.in(poll)), timeout);
    try (ReadAhead ahead = ReadAhead.start(reading, atMost)) {
      boolean isMore = true;
      while (isMore) {
        isMore = isNextWritten(ahead, lineage, live, progress) && progress.goOn();
      }
    }
  }

  private boolean isNextWritten(
      ReadAhead ahead, Lineage lineage, List<Position> live, Progress progress) {
    Optional<Stretch> next;
    try {
      next = ahead.next();
    } catch (RasException known) {
      throw known;
    } catch (RuntimeException ours) {
      LOG.warn("Folding many messages failed, and is tried poll by poll: {}", ours.toString());
      failed = live;
      return false;
    }
    return next.isPresent() && isWritten(next.get(), lineage, progress);
  }

  private boolean isWritten(Stretch stretch, Lineage lineage, Progress progress) {
    try {
      requireCommitted(side.transactions().inTransaction(() -> isRecorded(stretch, lineage)));
    } catch (UnavailableException away) {
      throw away;
    } catch (RuntimeException refused) {
      LOG.warn(
          "Projecting {} messages at once failed, and is tried poll by poll: {}",
          stretch.messages(),
          refused.toString());
      failed = stretch.ends(side.reached());
      return false;
    }
    done(stretch.messages(), stretch.advances(), progress);
    return true;
  }

  private boolean isRecorded(Stretch stretch, Lineage lineage) {
    if (!side.positions().advance(stretch.advances(), lineage)) {
      return false;
    }
    side.record(stretch.facts());
    Instant now = clock.instant();
    List<DeadLetter> letters =
        stretch.malformed().stream()
            .map(message -> new DeadLetter(message.raw(), message.reason(), now))
            .toList();
    if (!letters.isEmpty()) {
      side.deadLetters().store(letters);
    }
    return true;
  }

  private void done(long messages, List<Advance> advances, Progress progress) {
    projected += messages;
    advances.forEach(advance -> progress.advance(advance.to() - advance.from()));
  }

  /** Projects little, poll by poll, on this thread and in its transaction, if it is in one. */
  void projectTo(List<Position> live, Duration timeout, Progress progress) {
    Lineage lineage = side.positions().lineage();
    LiveLetters letters = new LiveLetters(side, side.reached());
    log.read(
        ranges(live),
        poll -> {
          commit(letters.in(poll), lineage);
          done(poll.messages().size(), poll.advances(), progress);
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

  private void commit(Poll poll, Lineage lineage) {
    requireCommitted(committer.commit(poll, poll.decoded(), lineage).isPresent());
  }

  private static void requireCommitted(boolean committed) {
    if (!committed) {
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
