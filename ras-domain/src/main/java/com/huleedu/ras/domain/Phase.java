package com.huleedu.ras.domain;

import java.util.Optional;

/** A step of assessment that a batch may go through. */
public enum Phase {
  SPELLCHECK("spellcheck", "SPELLCHECK"),
  AI_FEEDBACK("ai_feedback", "AI_FEEDBACK"),
  CJ_ASSESSMENT("cj_assessment", "CJ_ASSESSMENT"),
  NLP("nlp", "NLP_ANALYSIS");

  private final String eventName;
  private final String answerName;

  Phase(String eventName, String answerName) {
    this.eventName = eventName;
    this.answerName = answerName;
  }

  /** The name in events, in {@code requested_pipeline}, and in the database. */
  public String eventName() {
    return eventName;
  }

  /** The name in {@code current_phase} of an answer. */
  public String answerName() {
    return answerName;
  }

  /** The phase of that exact name in events; empty for an unknown one. */
  public static Optional<Phase> ofEventName(String name) {
    for (Phase phase : values()) {
      if (phase.eventName.equals(name)) {
        return Optional.of(phase);
      }
    }
    return Optional.empty();
  }
}
