package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.UploadId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.ShownText;
import com.huleedu.ras.domain.event.AssessmentResultPublished;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CjAssessmentCompleted;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.CjVerdict;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.EssaySlotAssigned;
import com.huleedu.ras.domain.event.Grade;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.Slot;
import com.huleedu.ras.domain.event.Stamp;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Texts that are no errors, each as long as Kafka allows it, and all of one answer together more
 * than the heap: they are shown as far as anybody means, and marked (contract, "HTTP out").
 */
class LargeTextsTest {
  private static final int ESSAYS = 60;
  private static final int MAX_BODY = 1_000_000;
  private static final UserId OWNER = new UserId("owner");
  private static final BatchId BATCH = new BatchId("large-names");

  @Test
  void aBatchWhoseFileNamesExceedTheHeapIsAnswered() throws Exception {
    List<EssayId> essays = IntStream.range(0, ESSAYS).mapToObj(i -> new EssayId("e" + i)).toList();
    List<CompletionEvent> events = new ArrayList<>();
    events.add(registered(BATCH, essays, null, null));
    for (EssayId essay : essays) {
      Slot slot = new Slot(new UploadId("of-" + essay), text(essay.value()));
      events.add(new EssaySlotAssigned(stamp(events.size()), null, BATCH, essay, slot));
    }

    for (JsonNode answer : answers(events)) {
      JsonNode batch = answer.has("batches") ? answer.get("batches").get(0) : answer;
      assertThat(batch.get("essays").size()).isEqualTo(ESSAYS);
      for (JsonNode essay : batch.get("essays")) {
        assertIsCut(essay, "filename", essay.get("essay_id").stringValue());
      }
    }
  }

  /** Of five kinds of texts, and of runs, which are shown nowhere. */
  @Test
  void aPageOfBatchesWhoseTextsExceedTheHeapIsAnswered() throws Exception {
    List<CompletionEvent> events = new ArrayList<>();
    for (int i = 0; i < ESSAYS; i++) {
      BatchId batch = new BatchId("b" + i);
      EssayId essay = new EssayId("e" + i);
      events.add(
          registered(
              batch,
              List.of(essay),
              i % 5 == 0 ? "{\"references\":\"" + text("") + "\"}" : null,
              i % 5 == 1 ? text("class") : null));
      events.add(judged(batch, essay, i));
    }
    events.add(registered(BATCH, List.of(), null, null));

    JsonNode page = answers(events).getLast();
    assertThat(page.get("batches").size()).isEqualTo(ESSAYS + 1);
    for (JsonNode batch : page.get("batches")) {
      if (!batch.get("batch_id").stringValue().equals(BATCH.value())) {
        assertIsCut(batch);
      }
    }
  }

  private static CompletionEvent judged(BatchId batch, EssayId essay, int i) {
    String run = i % 5 == 3 ? text("run") : "17";
    CjResult result =
        new CjResult(run, 1L, 0.5, i % 5 == 4 ? new Grade(text("letter"), 0.9, 0.8, "HIGH") : null);
    return i % 5 == 3
        ? new CjAssessmentCompleted(
            stamp(i), null, batch, Map.of(essay, result), Map.of(essay, new CjVerdict(run, false)))
        : new AssessmentResultPublished(
            stamp(i), null, batch, i % 5 == 2 ? text("title") : null, Map.of(essay, result));
  }

  private static void assertIsCut(JsonNode batch) {
    int i = Integer.parseInt(batch.get("batch_id").stringValue().substring(1));
    JsonNode essay = batch.get("essays").get(0);
    switch (i % 5) {
      case 0 -> {
        assertThat(batch.get("student_prompt_ref").isNull()).isTrue();
        assertThat(batch.get("student_prompt_ref_cut").booleanValue()).isTrue();
      }
      case 1 -> assertIsCut(batch, "class_id", "class");
      case 2 -> assertIsCut(batch, "assignment_id", "title");
      case 3 -> assertThat(essay.get("cj_assessment_status").stringValue()).isEqualTo("failed");
      default -> assertIsCut(essay, "cj_letter_grade", "letter");
    }
  }

  private static void assertIsCut(JsonNode of, String member, String whose) {
    assertThat(of.get(member).stringValue())
        .isEqualTo(text(whose).substring(0, ShownText.CHARACTERS) + "…");
    assertThat(of.get(member + "_cut").booleanValue()).isTrue();
  }

  /** What is answered after these events: eight at once, the last of them the whole list. */
  private static List<JsonNode> answers(List<CompletionEvent> events) throws Exception {
    Deployment deployment = new Deployment("large-texts");
    try (ServiceProcess service = ServiceProcess.start(deployment.environment()).awaitReady();
        Log log = new Log(deployment)) {
      events.forEach(event -> log.publish(PublishedEvent.of(event, deployment).message()));
      log.publishAll(List.of());
      log.awaitAcknowledged();
      Api api = new Api(service.port());

      // Different pages are different answers: none of these shares the work of another.
      List<Callable<HttpResponse<String>>> requests = new ArrayList<>();
      requests.add(() -> api.batch(BATCH.value()));
      IntStream.rangeClosed(94, 100)
          .forEach(limit -> requests.add(() -> api.batchesOf(OWNER.value(), "?limit=" + limit)));
      List<JsonNode> answers = new ArrayList<>();
      try (var clients = Executors.newFixedThreadPool(requests.size())) {
        for (var answer : clients.invokeAll(requests)) {
          assertThat(answer.get().statusCode()).as(service.output()).isEqualTo(200);
          assertThat(answer.get().body().length()).isLessThan(MAX_BODY);
          answers.add(JsonMapper.shared().readTree(answer.get().body()));
        }
      }
      assertThat(service.output()).doesNotContain("OutOfMemoryError");
      return answers;
    }
  }

  private static BatchRegistered registered(
      BatchId batch, List<EssayId> essays, @Nullable String prompt, @Nullable String classId) {
    Registration registration =
        new Registration(OWNER, essays.size(), essays, List.of(), prompt, classId, false);
    return new BatchRegistered(stamp(0), null, batch, registration);
  }

  private static Stamp stamp(int number) {
    return new Stamp(
        Instant.parse("2026-03-01T08:00:00Z").plusSeconds(number), new UUID(0, number), number);
  }

  private static String text(String whose) {
    return whose + " Uppsats%20".repeat(81_000);
  }
}
