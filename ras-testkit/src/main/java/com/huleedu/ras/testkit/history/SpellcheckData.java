package com.huleedu.ras.testkit.history;

import com.huleedu.ras.domain.ProcessingStage;
import com.huleedu.ras.domain.event.SpellcheckCompleted;
import com.huleedu.ras.domain.event.SpellcheckResult;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The results of the spellcheck, as messages of either kind say them. */
final class SpellcheckData {
  private static final JsonMapper JSON = new JsonMapper();

  private SpellcheckData() {}

  /** Whether it is said by a message of the kind of today, which has to name a batch. */
  static boolean isRich(SpellcheckCompleted event) {
    return event.batch() != null && (event.stamp().eventId().getLeastSignificantBits() & 1) != 0;
  }

  static ObjectNode of(SpellcheckCompleted event) {
    SpellcheckResult result = event.result();
    String batch = event.batch() == null ? null : event.batch().value();
    String essay = event.essay().value();
    ObjectNode data = JSON.createObjectNode();
    data.put("event_name", "essay.spellcheck.completed");
    data.put("status", status(result));
    data.set("system_metadata", Metadata.of(event, essay, batch, result.error()));
    data.put("original_text_storage_id", result.originalText().value());
    data.put("corrections_made", result.corrections());
    String corrected = result.correctedText() == null ? null : result.correctedText().value();
    if (isRich(event)) {
      data.put("batch_id", batch).put("entity_id", essay);
      data.put("corrected_text_storage_id", corrected);
    } else {
      Metadata.refer(data, "entity_ref", event, essay, null);
      if (corrected != null) {
        ObjectNode references = data.putObject("storage_metadata").putObject("references");
        references.putObject("corrected_text").put("default", corrected);
      }
    }
    return data;
  }

  private static String status(SpellcheckResult result) {
    return result.stage() == ProcessingStage.COMPLETED
        ? "spellchecked_success"
        : "spellcheck_failed";
  }
}
