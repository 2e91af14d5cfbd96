package com.huleedu.ras.application.checkup;

import com.huleedu.ras.domain.port.checkup.Finding;
import java.util.List;

/**
 * What came of a check.
 *
 * @param findings at least one
 * @param looked whether it was looked at all; if not, the finding says why
 */
public record CheckResult(String id, String looksAt, List<Finding> findings, boolean looked) {
  /** Whether what builds on it need not be looked at. */
  public boolean failed() {
    return !looked || findings.stream().anyMatch(finding -> finding.state() == Finding.State.FAIL);
  }
}
