package com.huleedu.ras.demo;

import java.util.Set;

/** The default names of the four topics (contract, "Events in"). */
final class Topics {
  static final String REGISTERED = "huleedu.batch.essays.registered.v1";
  static final String SPELLCHECK = "huleedu.essay.spellcheck.completed.v1";
  static final String CJ_ASSESSMENT = "huleedu.cj_assessment.completed.v1";
  static final String PHASE_OUTCOME = "huleedu.els.batch_phase.outcome.v1";

  static final Set<String> ALL = Set.of(REGISTERED, SPELLCHECK, CJ_ASSESSMENT, PHASE_OUTCOME);

  private Topics() {}
}
