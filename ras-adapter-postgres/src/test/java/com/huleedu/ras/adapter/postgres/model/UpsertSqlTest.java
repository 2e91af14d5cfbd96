package com.huleedu.ras.adapter.postgres.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The statements that merge, to be read as text in {@code src/test/resources/approved}. They are
 * made from {@link FactTables}; what changes one of them has to be approved.
 */
class UpsertSqlTest {
  private static final Path APPROVED = Path.of("src", "test", "resources", "approved");
  private static final Path RECEIVED = Path.of("target", "received");

  static Stream<Arguments> statements() {
    return Stream.of(
        arguments("batch_results", UpsertSql.of(FactTables.BATCHES)),
        arguments("batch_pipelines", UpsertSql.of(FactTables.PIPELINES)),
        arguments("phase_outcomes", UpsertSql.of(FactTables.OUTCOMES)),
        arguments("rejected_files", UpsertSql.of(FactTables.REJECTED_FILES)),
        arguments("essay_results", EssayClaims.UPSERT.fullSql()),
        arguments("essay_results_of_first_generation", EssayClaims.UPSERT.usualSql()));
  }

  @ParameterizedTest
  @MethodSource("statements")
  void theStatementIsTheApprovedOne(String table, String statement) throws IOException {
    String file = "upsert_" + table + ".sql";
    String sql = inLines(statement);
    Files.createDirectories(RECEIVED);
    Files.writeString(RECEIVED.resolve(file), sql);
    assertThat(sql)
        .as("if it is meant to be so: cp %s %s", RECEIVED.resolve(file), APPROVED.resolve(file))
        .isEqualTo(Files.readString(APPROVED.resolve(file)));
  }

  /** The same statement to PostgreSQL, with its lines short enough to be read. */
  private static String inLines(String sql) {
    return sql.replace(", cast(", ",\n  cast(")
        .replace(", unnest(", ",\n  unnest(")
        .replace(" = case when ", " =\n  case when ")
        .replace(" and (t.", "\n      and (t.")
        .replace(") > (", ")\n        > (")
        .replace(" then ", "\n    then ")
        .replace(" else ", "\n    else ")
        .replace(" from unnest(t.", "\n      from unnest(t.");
  }
}
