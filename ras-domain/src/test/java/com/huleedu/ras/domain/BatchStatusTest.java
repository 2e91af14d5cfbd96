package com.huleedu.ras.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchStatusTest {

  @ParameterizedTest
  @CsvSource({
    "REGISTERED,awaiting_content_validation awaiting_pipeline_configuration ready_for_pipeline_execution",
    "PROCESSING,processing_pipelines awaiting_student_validation validation_timeout_processed guest_class_ready",
    "PARTIALLY_COMPLETED,completed_with_failures",
    "COMPLETED,completed_successfully",
    "FAILED,content_ingestion_failed failed_critically",
    "CANCELLED,cancelled",
  })
  void whatClientsSeeIsTheTableOfTheContract(OverallStatus overall, String names) {
    EnumSet<BatchStatus> expected = EnumSet.noneOf(BatchStatus.class);
    Stream.of(names.split(" "))
        .forEach(name -> expected.add(BatchStatus.ofEventName(name).orElseThrow()));

    assertThat(EnumSet.allOf(BatchStatus.class))
        .filteredOn(status -> status.overall() == overall)
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void fourStatusesAreFinalWords() {
    assertThat(EnumSet.allOf(BatchStatus.class))
        .filteredOn(BatchStatus::isFinal)
        .containsExactlyInAnyOrder(
            BatchStatus.COMPLETED_SUCCESSFULLY,
            BatchStatus.COMPLETED_WITH_FAILURES,
            BatchStatus.FAILED_CRITICALLY,
            BatchStatus.CANCELLED);
  }

  @Test
  void namesLeadBackToWhatTheyName() {
    assertThat(EnumSet.allOf(BatchStatus.class))
        .allSatisfy(status -> assertThat(ofName(status)).isEqualTo(status));
    assertThat(EnumSet.allOf(Phase.class))
        .allSatisfy(phase -> assertThat(Phase.ofEventName(phase.eventName())).contains(phase));
  }

  private static BatchStatus ofName(BatchStatus status) {
    return BatchStatus.ofEventName(status.eventName()).orElseThrow();
  }

  @Test
  void namesAreExact() {
    assertThat(BatchStatus.ofEventName("CANCELLED")).isEmpty();
    assertThat(Phase.ofEventName("nlp")).contains(Phase.NLP);
    assertThat(Phase.ofEventName("NLP")).isEmpty();
    assertThat(Phase.NLP.answerName()).isEqualTo("NLP_ANALYSIS");
    assertThat(ProcessingStage.COMPLETED.answerName()).isEqualTo("completed");
  }
}
