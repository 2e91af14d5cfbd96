package com.huleedu.ras.domain.event;

import java.util.Locale;

/** Why a message that is read says nothing to the model. */
public enum NoEffect {
  STATUS_NOT_FINAL,
  PHASE_NOT_SHOWN,
  OTHER_METHOD;

  /** For metrics. */
  public String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}
