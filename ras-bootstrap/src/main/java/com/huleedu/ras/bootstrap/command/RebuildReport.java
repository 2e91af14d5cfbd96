package com.huleedu.ras.bootstrap.command;

import com.huleedu.ras.domain.port.rebuild.AuditResult;
import com.huleedu.ras.domain.port.rebuild.DeadLetterCounts;
import com.huleedu.ras.domain.port.rebuild.Difference;
import com.huleedu.ras.domain.port.rebuild.LogPartition;
import com.huleedu.ras.domain.port.rebuild.RebuildResult;
import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The results of audit and rebuild, for a person or as one JSON object. */
final class RebuildReport {
  static final int FAILED = 1;
  static final int DIFFERENCES = 3;
  private static final JsonMapper JSON = new JsonMapper();

  private final PrintWriter out;
  private final boolean json;
  private final int limit;
  private final ObjectNode result = JSON.createObjectNode();
  private @Nullable DifferenceFile differences;
  private long printed;

  RebuildReport(PrintWriter out, boolean json, int limit) {
    this.out = out;
    this.json = json;
    this.limit = limit;
  }

  void difference(Difference difference) {
    if (limit > 0 && printed == limit) {
      return;
    }
    printed++;
    if (json) {
      if (differences == null) {
        differences = new DifferenceFile();
      }
      differences.add(asJson(difference).toString());
      return;
    }
    out.printf("%s %s%n", difference.kind(), difference.key());
    for (Difference.Cell cell : difference.cells()) {
      out.printf("    %s%n", cell);
    }
    out.flush();
  }

  private static ObjectNode asJson(Difference difference) {
    ObjectNode one = JSON.createObjectNode();
    one.put("table", difference.key().table().toString());
    ArrayNode key = one.putArray("key");
    difference.key().parts().forEach(key::add);
    one.put("kind", difference.kind().name().toLowerCase(java.util.Locale.ROOT));
    ArrayNode cells = one.putArray("columns");
    for (Difference.Cell cell : difference.cells()) {
      cells
          .addObject()
          .put("column", cell.column())
          .put("expected", cell.expected())
          .put("found", cell.found());
    }
    return one;
  }

  void audited(AuditResult audit) {
    if (json) {
      result.put("finished", audit.finished());
      result.put("messages", audit.messages());
      result.put("rows", audit.rows());
      counts(audit.differences(), audit.count());
      ArrayNode cut = result.putArray("cut");
      audit.cut().forEach(partition -> cut.add(describe(partition)));
      ArrayNode unread = result.putArray("unread");
      audit.unread().forEach(unread::add);
      result.put("behind", audit.behind());
      deadLetters(audit.deadLetters());
      print();
      return;
    }
    out.println(audit.finished() ? verdict(audit) : "Ended before it was through.");
    out.printf("%s messages folded, %s rows compared.%n", audit.messages(), audit.rows());
    new TreeMap<>(audit.differences())
        .forEach((kind, count) -> out.printf("  %-15s %s%n", kind, count));
    more(audit.differences());
    for (LogPartition partition : audit.cut()) {
      out.println(describe(partition));
    }
    audit.unread().forEach(reason -> out.println("Not audited: " + reason));
    if (audit.behind() > 0) {
      out.printf("%s messages of the log are not projected yet.%n", audit.behind());
    }
    out.print(DeadLetterAdvice.of(audit.deadLetters(), "the model lacks what they say"));
    out.flush();
  }

  void rebuilt(RebuildResult rebuild) {
    if (json) {
      result.put("outcome", rebuild.outcome().name().toLowerCase(java.util.Locale.ROOT));
      result.put("messages", rebuild.messages());
      result.put("loses", rebuild.loses());
      counts(rebuild.differences(), rebuild.count());
      deadLetters(rebuild.deadLetters());
      print();
      return;
    }
    out.println(
        switch (rebuild.outcome()) {
          case SWAPPED -> "Swapped: the rebuilt tables are live, the others are kept (--back).";
          case SHOWN -> "Not swapped (--dry-run). The rebuilt tables are kept (--cancel).";
          case WOULD_LOSE ->
              "Not swapped: %s live rows have what no message of the log says. With --allow-loss they are replaced all the same, and kept among the previous tables."
                  .formatted(rebuild.loses());
          case ENDED -> "Ended before it was through; start it again to go on.";
          case NOTHING_TO_GO_BACK_TO -> "There are no previous tables to go back to.";
        });
    out.printf("%s messages projected. %s%n", rebuild.messages(), verdict(rebuild.count()));
    new TreeMap<>(rebuild.differences())
        .forEach((kind, count) -> out.printf("  %-15s %s%n", kind, count));
    more(rebuild.differences());
    out.print(
        DeadLetterAdvice.of(
            rebuild.deadLetters(), "the rebuilt tables lack what they say, as the live ones do"));
    out.flush();
  }

  private static String verdict(AuditResult audit) {
    return audit.count() == 0 && !audit.unread().isEmpty()
        ? "No differences in what could be audited, which is not all."
        : verdict(audit.count());
  }

  private static String verdict(long count) {
    return switch ((int) Math.min(count, 2)) {
      case 0 -> "No differences.";
      case 1 -> "1 difference.";
      default -> count + " differences.";
    };
  }

  private void counts(Map<Difference.Kind, Long> kinds, long count) {
    result.put("count", count);
    ObjectNode counts = result.putObject("counts");
    new TreeMap<>(kinds)
        .forEach(
            (kind, number) -> counts.put(kind.name().toLowerCase(java.util.Locale.ROOT), number));
  }

  private void deadLetters(DeadLetterCounts letters) {
    ObjectNode node = result.putObject("dead_letters");
    node.put("open", letters.allOpen());
    ObjectNode types = node.putObject("open_by_type");
    new TreeMap<>(letters.open()).forEach(types::put);
    node.put("discarded", letters.discarded());
  }

  private void more(Map<Difference.Kind, Long> kinds) {
    long count = kinds.values().stream().mapToLong(Long::longValue).sum();
    if (printed < count) {
      out.printf(
          "  %s more are not printed%s%n", count - printed, printed == limit ? " (--limit)" : "");
    }
  }

  private static String describe(LogPartition partition) {
    return "%s: the log begins at %s; what rows have from before that can't be verified"
        .formatted(partition.partition(), partition.beginning());
  }

  private void print() {
    JsonGenerator generator = JSON.createGenerator(out);
    generator.writeStartObject();
    result
        .properties()
        .forEach(member -> generator.writeName(member.getKey()).writeTree(member.getValue()));
    generator.writeName("differences").writeStartArray();
    if (differences != null) {
      differences.forEach(generator::writeRawValue);
    }
    generator.writeEndArray().writeEndObject().flush();
    out.println();
    out.flush();
  }
}
