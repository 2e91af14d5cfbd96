package com.huleedu.ras.domain;

/** The status of a batch as clients of the HTTP API see it. */
public enum OverallStatus {
  REGISTERED,
  PROCESSING,
  PARTIALLY_COMPLETED,
  COMPLETED,
  FAILED,
  CANCELLED
}
