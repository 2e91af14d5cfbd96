package com.huleedu.ras.application.rebuild;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.port.deadletter.DeadLetterState;
import com.huleedu.ras.domain.port.projection.Advance;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Poll;
import com.huleedu.ras.domain.port.projection.RawMessage;
import com.huleedu.ras.domain.port.rebuild.Difference;
import com.huleedu.ras.domain.port.rebuild.Difference.Cell;
import com.huleedu.ras.domain.port.rebuild.Difference.Kind;
import com.huleedu.ras.domain.port.rebuild.KnownDeadLetter;
import com.huleedu.ras.domain.port.rebuild.LogRange;
import com.huleedu.ras.domain.port.rebuild.ModelTable;
import com.huleedu.ras.domain.port.rebuild.RowKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which messages the model has to have, by the dead letters; and whether these are right. */
final class DeadLetterCheck {
  private final Map<Partition, String> topicIds;
  private final Function<Map<Partition, LogRange>, List<KnownDeadLetter>> stored;
  private final Consumer<Difference> found;

  /**
   * @param topicIds which of the topics that ever had these names are read
   * @param stored the letters of the messages in these ranges, as they are when it is asked: for
   *     each poll, since all letters may be many
   * @param found gets each letter that is missing or should not be
   */
  DeadLetterCheck(
      Map<Partition, String> topicIds,
      Function<Map<Partition, LogRange>, List<KnownDeadLetter>> stored,
      Consumer<Difference> found) {
    this.topicIds = topicIds;
    this.stored = stored;
    this.found = found;
  }

  /** Which messages a poll covers. */
  static Map<Partition, LogRange> ranges(Poll poll) {
    return poll.advances().stream()
        .collect(
            Collectors.toMap(
                Advance::partition, advance -> new LogRange(advance.from(), advance.to())));
  }

  private Map<RowKey, List<KnownDeadLetter>> letters(Poll poll) {
    Map<RowKey, List<KnownDeadLetter>> letters = new HashMap<>();
    for (KnownDeadLetter letter : stored.apply(ranges(poll))) {
      if (letter.topicId().equals(topicIds.get(letter.partition()))) {
        letters
            .computeIfAbsent(key(letter.partition(), letter.offset()), _ -> new ArrayList<>(1))
            .add(letter);
      }
    }
    return letters;
  }

  /** What the model has to have of this poll. */
  List<CompletionEvent> applied(Poll poll) {
    Map<RowKey, List<KnownDeadLetter>> letters = letters(poll);
    List<CompletionEvent> events = new ArrayList<>(poll.messages().size());
    for (Message message : poll.messages()) {
      RawMessage raw = message.raw();
      RowKey key = key(raw.partition(), raw.offset());
      KnownDeadLetter letter = letterOf(raw, key, letters.getOrDefault(key, List.of()));
      switch (message) {
        case Message.Malformed malformed -> malformed(key, malformed, letter);
        case Message.Decoded decoded -> {
          if (letter == null || letter.state() == DeadLetterState.REPLAYED) {
            events.add(decoded.event());
          } else {
            notApplied(key, letter, decoded.event());
          }
        }
      }
    }
    return events;
  }

  /** The letter of this very message: a log that lost its tail gives offsets again. */
  private @Nullable KnownDeadLetter letterOf(
      RawMessage message, RowKey key, List<KnownDeadLetter> letters) {
    KnownDeadLetter its = null;
    for (KnownDeadLetter letter : letters) {
      if (letter.timestamp().equals(message.timestamp())) {
        its = letter;
      } else if (letter.state() == DeadLetterState.OPEN) {
        surplus(key, letter);
      }
    }
    return its;
  }

  private void malformed(RowKey key, Message.Malformed message, @Nullable KnownDeadLetter letter) {
    if (letter == null) {
      found.accept(
          new Difference(
              key,
              Kind.MISSING_ROW,
              List.of(new Cell("error_type", message.reason().type(), null))));
    } else if (DeadLetterReason.NOT_ITS_OWN_FAULT.contains(message.reason().type())) {
      notApplied(key, letter, null);
    }
  }

  /** What somebody discarded is settled; nobody decided that the model may lack anything else. */
  private void notApplied(RowKey key, KnownDeadLetter letter, @Nullable CompletionEvent event) {
    if (letter.state() == DeadLetterState.OPEN) {
      found.accept(notApplied(key, letter.errorType(), event));
    }
  }

  private static Difference notApplied(
      RowKey key, String errorType, @Nullable CompletionEvent event) {
    List<Cell> cells = new ArrayList<>();
    cells.add(new Cell("error_type", null, errorType));
    if (event != null) {
      cells.add(concerned(event));
    }
    return new Difference(key, Kind.NOT_APPLIED, cells);
  }

  /** Of a message that the log no longer has. */
  static Difference notApplied(KnownDeadLetter letter) {
    return notApplied(key(letter.partition(), letter.offset()), letter.errorType(), null);
  }

  private static Cell concerned(CompletionEvent event) {
    BatchId batch = event.batch();
    return batch == null
        ? new Cell("essay_id", String.valueOf(event.essay()), null)
        : new Cell("batch_id", batch.value(), null);
  }

  private void surplus(RowKey key, KnownDeadLetter letter) {
    found.accept(
        new Difference(
            key, Kind.SURPLUS_ROW, List.of(new Cell("error_type", null, letter.errorType()))));
  }

  private static RowKey key(Partition partition, long offset) {
    return new RowKey(
        ModelTable.DEAD_LETTERS,
        List.of(partition.topic(), String.valueOf(partition.number()), String.valueOf(offset)));
  }
}
