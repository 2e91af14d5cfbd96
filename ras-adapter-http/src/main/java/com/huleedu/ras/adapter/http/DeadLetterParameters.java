package com.huleedu.ras.adapter.http;

import com.huleedu.ras.domain.port.deadletter.DeadLetterFilter;
import com.huleedu.ras.domain.port.deadletter.DeadLetterId;
import com.huleedu.ras.domain.port.deadletter.DeadLetterOrder;
import com.huleedu.ras.domain.port.deadletter.DeadLetterState;
import com.huleedu.ras.domain.port.deadletter.ManageDeadLetters;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What a request about dead letters says, in its query or its body; every mistake is remembered.
 * Unknown parameters are one: a filter misspelt would let everything through.
 */
final class DeadLetterParameters {
  private static final String DEFAULT_LIMIT = "100";
  private static final Pattern LIMIT = Pattern.compile("[0-9]{1,4}");
  private static final Pattern ID = Pattern.compile("[0-9]{1,18}");
  private static final List<String> FILTERS =
      List.of("topic", "error_type", "state", "since", "until");
  private static final String NOW_READABLE = "refused_by_first_generation";
  private static final List<String> PAGE = List.of("limit", "cursor");

  private final Map<String, String> given = new LinkedHashMap<>();
  private final ParameterProblems problems = new ParameterProblems();

  private DeadLetterParameters() {}

  static DeadLetterParameters ofQuery(String rawQuery) {
    DeadLetterParameters parameters = new DeadLetterParameters();
    for (String pair : rawQuery.split("&", -1)) {
      if (!pair.isEmpty()) {
        parameters.add(pair);
      }
    }
    parameters.demandKnown(List.of(), true);
    return parameters;
  }

  private void add(String pair) {
    int equals = pair.indexOf('=');
    Optional<String> name = Percent.decodeQuery(equals < 0 ? pair : pair.substring(0, equals));
    Optional<String> value = Percent.decodeQuery(equals < 0 ? "" : pair.substring(equals + 1));
    if (name.isEmpty() || value.isEmpty()) {
      problems.add("The query has to be percent-encoded UTF-8.");
    } else if (given.put(name.get(), value.get()) != null) {
      problems.add(ParameterProblems.shown(name.get()) + " may be given once only.");
    }
  }

  /**
   * @param many whether a filter may be there
   */
  static DeadLetterParameters ofOrder(boolean replay, boolean many, byte[] body) {
    DeadLetterParameters parameters = new DeadLetterParameters();
    if (body.length > 0) {
      FlatJson.read(body)
          .ifPresentOrElse(
              parameters.given::putAll,
              () ->
                  parameters.problems.add(
                      "The content has to be a JSON object of texts, numbers and truth values,"
                          + " each name once."));
    }
    List<String> known = new ArrayList<>(List.of("dry_run", replay ? "force" : "reason"));
    if (many) {
      known.add("all");
    }
    if (many && replay) {
      known.add(NOW_READABLE);
    }
    parameters.demandKnown(known, many);
    return parameters;
  }

  private void demandKnown(List<String> alsoKnown, boolean filtered) {
    List<String> known = new ArrayList<>(alsoKnown);
    if (filtered) {
      known.addAll(FILTERS);
      known.addAll(PAGE);
    }
    for (String name : given.keySet()) {
      if (!known.contains(name)) {
        problems.add(
            "%s is unknown here; known are %s."
                .formatted(ParameterProblems.shown(name), String.join(", ", known)));
      }
    }
  }

  /** What is wrong, each with what was given and what is accepted; empty if nothing is. */
  Optional<String> problems() {
    return problems.text();
  }

  /** To do something with all letters has to be said. */
  void demandFilterOrAll() {
    if (!flag("all") && !flag(NOW_READABLE) && FILTERS.stream().noneMatch(given::containsKey)) {
      problems.add(
          "Without a filter (%s) all has to be true.".formatted(String.join(", ", FILTERS)));
    }
  }

  /** Open letters, unless a state is named. */
  DeadLetterFilter filter() {
    return new DeadLetterFilter(
        Optional.ofNullable(given.get("topic")),
        Optional.ofNullable(given.get("error_type")),
        state(),
        instant("since"),
        instant("until"));
  }

  private Optional<DeadLetterState> state() {
    String word = given.getOrDefault("state", word(DeadLetterState.OPEN));
    Optional<DeadLetterState> state = stateOf(word);
    if (state.isEmpty() && !word.equals("all")) {
      problem("state", "one of open, replayed, discarded, all");
    }
    return state;
  }

  private static Optional<DeadLetterState> stateOf(String word) {
    return Arrays.stream(DeadLetterState.values())
        .filter(state -> word(state).equals(word))
        .findFirst();
  }

  private static String word(DeadLetterState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private Optional<Instant> instant(String name) {
    return parsed(
        name,
        "a time as 2026-03-01T08:00:00Z, or with an offset as +01:00",
        text -> OffsetDateTime.parse(text).toInstant());
  }

  int limit() {
    String text = given.getOrDefault("limit", DEFAULT_LIMIT);
    if (LIMIT.matcher(text).matches()) {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= ManageDeadLetters.MAX_LIMIT) {
        return limit;
      }
    }
    problem("limit", "a whole number from 1 to " + ManageDeadLetters.MAX_LIMIT);
    return 1;
  }

  Optional<DeadLetterId> cursor() {
    if (!given.containsKey("cursor")) {
      return Optional.empty();
    }
    Optional<DeadLetterId> cursor = id(given.get("cursor"));
    if (cursor.isEmpty()) {
      problem("cursor", "the next_cursor of the answer before");
    }
    return cursor;
  }

  /** What is ordered; empty if that is a problem. */
  Optional<DeadLetterOrder> order(boolean replay, String by) {
    boolean dryRun = flag("dry_run");
    if (replay) {
      return Optional.of(new DeadLetterOrder.Replay(by, dryRun, flag("force"), flag(NOW_READABLE)));
    }
    given.putIfAbsent("reason", "");
    return parsed(
        "reason",
        "a text of 1 to %s characters, for those who look at the letter later"
            .formatted(DeadLetterOrder.Discard.MAX_REASON),
        reason -> new DeadLetterOrder.Discard(by, dryRun, reason));
  }

  private boolean flag(String name) {
    return given.containsKey(name)
        && parsed(name, "true or false", DeadLetterParameters::truth).orElse(false);
  }

  private static boolean truth(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  /** The id in a path or a cursor; empty if no letter can have it. */
  static Optional<DeadLetterId> id(String text) {
    return ID.matcher(text).matches() && Long.parseLong(text) > 0
        ? Optional.of(new DeadLetterId(Long.parseLong(text)))
        : Optional.empty();
  }

  private <T> Optional<T> parsed(String name, String accepted, Function<String, T> parser) {
    String text = given.get(name);
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(parser.apply(text));
    } catch (DateTimeException | IllegalArgumentException wrong) {
      problem(name, accepted);
      return Optional.empty();
    }
  }

  private void problem(String name, String accepted) {
    problems.add(name, given.getOrDefault(name, ""), accepted);
  }
}
