package com.huleedu.ras.benchmarks;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The rows for a program: {@code bench.json}. Its members are public (docs/performance.md). */
final class BenchJson {
  static final String FILE = "bench.json";
  private static final JsonMapper JSON = new JsonMapper();

  private BenchJson() {}

  static String of(List<Row> rows, Map<String, ?> machine, long seed, @Nullable String commit) {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode all = root.putArray("rows");
    rows.forEach(row -> write(row, all.addObject()));
    root.set("machine", JSON.valueToTree(machine));
    root.put("seed", seed);
    root.put("commit", commit);
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  private static void write(Row row, ObjectNode one) {
    one.put("id", row.id().id());
    one.put("unit", row.id().unit());
    one.put("ours", row.ours());
    one.put("yardstick", row.yardstick());
    one.put("ratio", row.ratio());
    one.put("target", row.id().goal().target());
    one.put("stretch", row.id().goal().stretch());
    one.put("holds", row.holds());
    if (row.spread() == null) {
      one.putNull("spread");
    } else {
      one.putArray("spread").add(row.spread().min()).add(row.spread().max());
    }
    one.put("repetitions", row.repetitions());
  }
}
