package com.huleedu.ras.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.port.checkup.Check;
import com.huleedu.ras.domain.port.checkup.Finding;
import com.huleedu.ras.domain.port.checkup.Finding.State;
import java.util.List;

/** What one check of several finds, for tests that plant the mistakes of operators. */
public final class Findings {
  private Findings() {}

  /** Has the first check of that id look. */
  public static List<Finding> of(List<Check> checks, String id) {
    return checks.stream()
        .filter(check -> check.id().equals(id))
        .findFirst()
        .orElseThrow()
        .look()
        .get();
  }

  /** Holds that there is one finding, of that state, and that it or its advice has these words. */
  public static void assertOne(List<Finding> findings, State state, String... words) {
    assertThat(findings)
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.state()).as(finding.what()).isEqualTo(state);
          assertThat(finding.what() + " -> " + finding.advice()).contains(words);
        });
  }
}
