package com.huleedu.ras.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.port.query.StatusFilter;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchStatusTest {

  @ParameterizedTest
  @CsvSource({
    "REGISTERED,awaiting_content_validation awaiting_pipeline_configuration ready_for_pipeline_execution",
    "PROCESSING,processing_pipelines awaiting_student_validation student_validation_completed validation_timeout_processed guest_class_ready",
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

  @ParameterizedTest
  @CsvSource({
    "pending_content,awaiting_content_validation awaiting_pipeline_configuration",
    "ready,ready_for_pipeline_execution",
    "processing,processing_pipelines awaiting_student_validation student_validation_completed validation_timeout_processed guest_class_ready",
    "completed_successfully,completed_successfully",
    "completed_with_failures,completed_with_failures",
    "failed,content_ingestion_failed failed_critically",
    "cancelled,cancelled",
  })
  void theWordsOfClientsAreTheTableOfTheSecondGeneration(String client, String names) {
    ClientStatus status = ClientStatus.ofAnswerName(client).orElseThrow();
    List<String> expected = List.of(names.split(" "));

    assertThat(BatchStatus.values())
        .filteredOn(it -> it.client() == status)
        .extracting(BatchStatus::eventName)
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(BatchStatus.values())
        .filteredOn(new StatusFilter.Client(status)::matches)
        .extracting(BatchStatus::eventName)
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(new StatusFilter.Client(status).normalised()).isEqualTo(client);
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
    assertThat(ClientStatus.ofAnswerName("FAILED")).isEmpty();
    assertThat(Phase.ofEventName("nlp")).contains(Phase.NLP);
    assertThat(Phase.ofEventName("NLP")).isEmpty();
    assertThat(Phase.NLP.answerName()).isEqualTo("NLP_ANALYSIS");
    assertThat(ProcessingStage.COMPLETED.answerName()).isEqualTo("completed");
  }
}
