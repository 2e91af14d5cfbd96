package com.huleedu.ras.chaos;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What was found to be so, and what was not. */
final class Verdict {
  private static final int SHOWN = 5;

  /** One question and its answer. */
  record Finding(String promise, boolean holds, String detail) {}

  private final List<Finding> findings = new ArrayList<>();

  void add(Finding finding) {
    findings.add(finding);
  }

  void add(String promise, boolean holds, String detail) {
    findings.add(new Finding(promise, holds, detail));
  }

  /** What was only looked at: there is nothing that it has to be. */
  void measured(String what, String value) {
    add(what, true, value);
  }

  /** Both have to hold the same, each as often. */
  <T> void same(String promise, Collection<T> expected, Collection<T> found) {
    Set<T> missing = new HashSet<>(expected);
    missing.removeAll(Set.copyOf(found));
    Set<T> surplus = new HashSet<>(found);
    surplus.removeAll(Set.copyOf(expected));
    boolean holds = missing.isEmpty() && surplus.isEmpty() && expected.size() == found.size();
    String detail =
        holds
            ? "%,d, none missing, none too many".formatted(expected.size())
            : "%,d expected, %,d found; missing %s; too many %s"
                .formatted(expected.size(), found.size(), some(missing), some(surplus));
    add(promise, holds, detail);
  }

  private static String some(Collection<?> all) {
    return all.size() + " " + all.stream().limit(SHOWN).map(Verdict::brief).toList();
  }

  static String brief(Object one) {
    String text = one.toString();
    return text.length() > 300 ? text.substring(0, 300) + "…" : text;
  }

  boolean holds() {
    return !findings.isEmpty() && findings.stream().allMatch(Finding::holds);
  }

  List<Finding> findings() {
    return List.copyOf(findings);
  }

  void print(PrintWriter out) {
    for (Finding finding : findings) {
      out.printf("  %s %s: %s%n", finding.holds() ? "✓" : "✗", finding.promise(), finding.detail());
    }
    out.println(holds() ? "PASSED" : "FAILED");
    out.flush();
  }
}
