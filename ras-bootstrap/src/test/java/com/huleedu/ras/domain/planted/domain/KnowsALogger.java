package com.huleedu.ras.domain.planted.domain;

/** Planted: the domain knows a library. */
final class KnowsALogger {
  static final org.slf4j.Logger LOG = org.slf4j.LoggerFactory.getLogger(KnowsALogger.class);

  private KnowsALogger() {}
}
