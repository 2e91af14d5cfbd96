package com.huleedu.ras.adapter.postgres.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.adapter.postgres.migration.Migrations;
import com.huleedu.ras.embedded.EmbeddedServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The committed jOOQ code is what the migrations give. */
class JooqCodeTest {
  private static final Path COMMITTED = Path.of("src/main/generated/java");

  /** Of whose name the code says nothing. */
  private static final String SCHEMA = "public";

  @TempDir private Path fresh;

  @Test
  void theCommittedCodeMatchesTheMigrations() throws Exception {
    String url = EmbeddedServers.postgres().createDatabase("codegen");
    Migrations.run(new PostgresConfig(url, null, null, SCHEMA, 1));
    if (Boolean.getBoolean("ras.jooq.regenerate")) {
      generate(url, COMMITTED);
    }
    generate(url, fresh);
    assertThat(files(COMMITTED))
        .as(
            "the migrations have changed: run mvn -pl ras-adapter-postgres -am test"
                + " -Dras.test.jvm=-Dras.jooq.regenerate=true and commit %s",
            COMMITTED)
        .isEqualTo(files(fresh));
  }

  private static void generate(String url, Path directory) throws Exception {
    GenerationTool.generate(
        new Configuration()
            .withJdbc(new Jdbc().withUrl(url))
            .withGenerator(
                new Generator()
                    .withDatabase(
                        new Database()
                            .withName("org.jooq.meta.postgres.PostgresDatabase")
                            .withInputSchema(SCHEMA)
                            .withOutputSchemaToDefault(true)
                            .withIncludeIndexes(false)
                            .withExcludes("flyway_schema_history"))
                    .withGenerate(
                        new Generate()
                            .withRecords(false)
                            .withImplicitJoinPathsToOne(false)
                            .withImplicitJoinPathsToMany(false)
                            .withImplicitJoinPathsManyToMany(false)
                            .withGeneratedAnnotation(false))
                    .withTarget(
                        new Target()
                            .withPackageName("com.huleedu.ras.adapter.postgres.jooq")
                            .withDirectory(directory.toString()))));
  }

  private static Map<Path, String> files(Path directory) throws IOException {
    Map<Path, String> contents = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        contents.put(directory.relativize(path), Files.readString(path));
      }
    }
    return contents;
  }
}
