package com.huleedu.ras.adapter.postgres.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The three statements that merge, to be read as text in {@code src/test/resources/approved}. They
 * are made from {@link FactTables}; what changes one of them has to be approved.
 */
class UpsertSqlTest {
  private static final Path APPROVED = Path.of("src", "test", "resources", "approved");
  private static final Path RECEIVED = Path.of("target", "received");

  static List<UpsertTable<?>> tables() {
    return List.of(FactTables.BATCHES, FactTables.OUTCOMES, FactTables.ESSAYS);
  }

  @ParameterizedTest
  @MethodSource("tables")
  void theStatementIsTheApprovedOne(UpsertTable<?> table) throws IOException {
    String file = "upsert_" + table.name() + ".sql";
    String sql = inLines(UpsertSql.of(table));
    Files.createDirectories(RECEIVED);
    Files.writeString(RECEIVED.resolve(file), sql);
    assertThat(sql)
        .as("if it is meant to be so: cp %s %s", RECEIVED.resolve(file), APPROVED.resolve(file))
        .isEqualTo(Files.readString(APPROVED.resolve(file)));
  }

  /** The same statement to PostgreSQL, with its lines short enough to be read. */
  private static String inLines(String sql) {
    return sql.replace(", cast(", ",\n  cast(")
        .replace(" = case when ", " =\n  case when ")
        .replace(" and (t.", "\n      and (t.")
        .replace(") > (", ")\n        > (")
        .replace(" then ", "\n    then ")
        .replace(" else ", "\n    else ")
        .replace(" from unnest(t.", "\n      from unnest(t.");
  }
}
