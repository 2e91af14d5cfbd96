package com.huleedu.ras.bootstrap.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.port.rebuild.AuditResult;
import com.huleedu.ras.domain.port.rebuild.DeadLetterCounts;
import com.huleedu.ras.domain.port.rebuild.Difference.Kind;
import com.huleedu.ras.domain.port.rebuild.RebuildResult;
import com.huleedu.ras.domain.port.rebuild.RebuildResult.Outcome;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What audit and rebuild say at their end. */
class RebuildReportTest {
  private static final DeadLetterCounts LETTERS =
      new DeadLetterCounts(Map.of("not_json", 10L, "rejected_by_database", 2L), 1);

  @Test
  void deadLettersAreSaidWithAndWithoutDifferences() {
    String clean = text(audit(Map.of(), List.of()));
    assertThat(clean)
        .contains(
            "No differences.",
            "12 open dead letters: 10 not_json, 2 rejected_by_database; the model lacks",
            "./ras dead-letters replay --error-type rejected_by_database",
            "1 discarded dead letter:")
        .doesNotContain("--error-type not_json");
    assertThat(text(audit(Map.of(Kind.NOT_APPLIED, 2L), List.of())))
        .contains("2 differences.", "NOT_APPLIED", "12 open dead letters");
    assertThat(report(false, it -> it.rebuilt(rebuilt()))).contains("12 open dead letters");
  }

  @Test
  void whatNobodyLookedAtIsNotSaidToBeRight() {
    assertThat(text(audit(Map.of(), List.of("topic/0: the database has no position"))))
        .contains("in what could be audited, which is not all", "Not audited: topic/0");
  }

  @Test
  void machinesAreToldTheSame() {
    String letters =
        "\"dead_letters\":{\"open\":12,\"open_by_type\":{\"not_json\":10,\"rejected_by_database\":2},\"discarded\":1}";
    assertThat(report(true, it -> it.audited(audit(Map.of(), List.of())))).contains(letters);
    assertThat(report(true, it -> it.rebuilt(rebuilt()))).contains(letters);
  }

  private static String text(AuditResult result) {
    return report(false, it -> it.audited(result));
  }

  private static AuditResult audit(Map<Kind, Long> differences, List<String> unread) {
    return new AuditResult(true, 5, 5, differences, List.of(), unread, 0, LETTERS);
  }

  private static RebuildResult rebuilt() {
    return new RebuildResult(Outcome.SHOWN, 5, Map.of(), 0, LETTERS);
  }

  private static String report(boolean json, Consumer<RebuildReport> what) {
    StringWriter text = new StringWriter();
    what.accept(new RebuildReport(new PrintWriter(text), json, 100));
    return text.toString();
  }
}
