package com.huleedu.ras.domain;

import java.util.Optional;

/**
 * The status of a batch, or of one of its phases, as the pipeline knows it.
 *
 * <pre>
 * awaiting_… → ready_for_… → processing_pipelines ⇄ awaiting_student_validation …
 *                                    ↓
 *   completed_successfully | completed_with_failures | failed_critically | cancelled   (final)
 * </pre>
 */
public enum BatchStatus {
  AWAITING_CONTENT_VALIDATION(
      "awaiting_content_validation", OverallStatus.REGISTERED, ClientStatus.PENDING_CONTENT),
  CONTENT_INGESTION_FAILED("content_ingestion_failed", OverallStatus.FAILED, ClientStatus.FAILED),
  AWAITING_PIPELINE_CONFIGURATION(
      "awaiting_pipeline_configuration", OverallStatus.REGISTERED, ClientStatus.PENDING_CONTENT),
  READY_FOR_PIPELINE_EXECUTION(
      "ready_for_pipeline_execution", OverallStatus.REGISTERED, ClientStatus.READY),
  PROCESSING_PIPELINES("processing_pipelines", OverallStatus.PROCESSING, ClientStatus.PROCESSING),
  AWAITING_STUDENT_VALIDATION(
      "awaiting_student_validation", OverallStatus.PROCESSING, ClientStatus.PROCESSING),
  STUDENT_VALIDATION_COMPLETED(
      "student_validation_completed", OverallStatus.PROCESSING, ClientStatus.PROCESSING),
  VALIDATION_TIMEOUT_PROCESSED(
      "validation_timeout_processed", OverallStatus.PROCESSING, ClientStatus.PROCESSING),
  GUEST_CLASS_READY("guest_class_ready", OverallStatus.PROCESSING, ClientStatus.PROCESSING),
  COMPLETED_SUCCESSFULLY(
      "completed_successfully", OverallStatus.COMPLETED, ClientStatus.COMPLETED_SUCCESSFULLY),
  COMPLETED_WITH_FAILURES(
      "completed_with_failures",
      OverallStatus.PARTIALLY_COMPLETED,
      ClientStatus.COMPLETED_WITH_FAILURES),
  FAILED_CRITICALLY("failed_critically", OverallStatus.FAILED, ClientStatus.FAILED),
  CANCELLED("cancelled", OverallStatus.CANCELLED, ClientStatus.CANCELLED);

  private final String eventName;
  private final OverallStatus overall;
  private final ClientStatus client;

  BatchStatus(String eventName, OverallStatus overall, ClientStatus client) {
    this.eventName = eventName;
    this.overall = overall;
    this.client = client;
  }

  /** The name in events, in the {@code status} filter, and in the database. */
  public String eventName() {
    return eventName;
  }

  /** What clients see for it. */
  public OverallStatus overall() {
    return overall;
  }

  /** What it is in the words of clients of today. */
  public ClientStatus client() {
    return client;
  }

  /** Whether an outcome with this status is the last word on its phase. */
  public boolean isFinal() {
    return switch (this) {
      case COMPLETED_SUCCESSFULLY, COMPLETED_WITH_FAILURES, FAILED_CRITICALLY, CANCELLED -> true;
      case AWAITING_CONTENT_VALIDATION,
          CONTENT_INGESTION_FAILED,
          AWAITING_PIPELINE_CONFIGURATION,
          READY_FOR_PIPELINE_EXECUTION,
          PROCESSING_PIPELINES,
          AWAITING_STUDENT_VALIDATION,
          STUDENT_VALIDATION_COMPLETED,
          VALIDATION_TIMEOUT_PROCESSED,
          GUEST_CLASS_READY ->
          false;
    };
  }

  /** The status of that exact name in events; empty for an unknown one. */
  public static Optional<BatchStatus> ofEventName(String name) {
    for (BatchStatus status : values()) {
      if (status.eventName.equals(name)) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }
}
