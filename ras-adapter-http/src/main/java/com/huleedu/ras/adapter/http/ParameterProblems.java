package com.huleedu.ras.adapter.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The mistakes of one request, all named at once: what was given, and what is accepted. */
final class ParameterProblems {
  private static final int SHOWN = 40;

  private final List<String> problems = new ArrayList<>();

  void add(String problem) {
    problems.add(problem);
  }

  void add(String name, String given, String accepted) {
    add("%s is \"%s\", but has to be %s.".formatted(name, shown(given), accepted));
  }

  /** All of them; empty if there is none. */
  Optional<String> text() {
    return problems.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", problems));
  }

  /** What a stranger sent, no longer than need be. */
  static String shown(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
