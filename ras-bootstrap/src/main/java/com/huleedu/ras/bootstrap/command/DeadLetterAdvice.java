package com.huleedu.ras.bootstrap.command;

import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.rebuild.DeadLetterCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a person is told of dead letters at the end of an audit or a rebuild. */
final class DeadLetterAdvice {
  private DeadLetterAdvice() {}

  /**
   * Lines of text; none without dead letters.
   *
   * @param what they mean for the tables, for a person
   */
  static String of(DeadLetterCounts letters, String what) {
    List<String> lines = new ArrayList<>();
    if (letters.allOpen() > 0) {
      String types =
          new TreeMap<>(letters.open())
              .entrySet().stream()
                  .map(type -> type.getValue() + " " + type.getKey())
                  .collect(Collectors.joining(", "));
      lines.add("%s: %s; %s.".formatted(some(letters.allOpen(), "open"), types, what));
    }
    letters.open().keySet().stream()
        .filter(DeadLetterReason.NOT_ITS_OWN_FAULT::contains)
        .sorted()
        .forEach(type ->
            lines.add(
                "  %1$s is no fault of the messages: mend what it names (./ras dead-letters show), then ./ras dead-letters replay --error-type %1$s"
                    .formatted(type)));
    if (letters.discarded() > 0) {
      lines.add(some(letters.discarded(), "discarded") + ": counted as not wanted.");
    }
    return lines.stream().map(line -> line + System.lineSeparator()).collect(Collectors.joining());
  }

  private static String some(long count, String kind) {
    return "%s %s dead letter%s".formatted(count, kind, count == 1 ? "" : "s");
  }
}
