package com.huleedu.ras.adapter.postgres.rebuild;

import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.adapter.postgres.database.DataSources;
import com.huleedu.ras.adapter.postgres.database.Database;
import com.huleedu.ras.adapter.postgres.database.Failures;
import com.huleedu.ras.adapter.postgres.database.Operation;
import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.domain.batch.PipelineEnds;
import com.huleedu.ras.domain.port.rebuild.SideModel;
import com.huleedu.ras.domain.port.rebuild.SideModels;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Schemas beside the live one. One process at a time works on them: it holds an advisory lock for
 * as long as its connection lives.
 */
public final class PostgresSideModels implements SideModels {
  private static final String LOCK =
      "select pg_try_advisory_lock(hashtext('ras rebuild'), hashtext(current_schema()))";

  // The first versions' models, in public, and those of a schema of their own.
  private static final String SHARED =
      """
      select current_schema() in ('public', 'ras') and 2 = (
        select count(*) from pg_namespace as s join pg_class as t on t.relnamespace = s.oid
        where s.nspname in ('public', 'ras') and t.relname = 'stream_positions')
      """;

  private final PostgresConfig config;
  private final Database live;
  private final PipelineEnds pipelineEnds;
  private final Connection lock;
  private final String liveSchema;

  /**
   * @param pipelineEnds as the service has it that is to use them
   */
  public PostgresSideModels(PostgresConfig config, Database live, PipelineEnds pipelineEnds) {
    this.config = config;
    this.pipelineEnds = pipelineEnds;
    this.live = live;
    this.lock = lock(config);
    this.liveSchema =
        live.run(
            Operation.REBUILD,
            dsl -> dsl.fetchSingle("select current_schema()").get(0, String.class));
    boolean shared =
        live.run(Operation.REBUILD, dsl -> dsl.fetchSingle(SHARED).get(0, Boolean.class));
    if (shared) {
      close();
      throw new MisconfiguredException(
          "PostgreSQL at %s: there is a RAS in the schema public and another in ras, whose rebuilds would both use ras_rebuild; move one of them (docs/operations.md, \"A schema of its own\")"
              .formatted(config.where()));
    }
  }

  private static Connection lock(PostgresConfig config) {
    try {
      Connection connection = DataSources.single(config, Duration.ZERO).getConnection();
      try (Statement statement = connection.createStatement();
          ResultSet result = statement.executeQuery(LOCK)) {
        result.next();
        if (result.getBoolean(1)) {
          return connection;
        }
      }
      connection.close();
      throw new MisconfiguredException(
          "PostgreSQL at %s: another rebuild works on the schema %s; wait for its end, or end its process"
              .formatted(config.where(), config.schema()));
    } catch (SQLException e) {
      throw Failures.of(e);
    }
  }

  @Override
  public SideModel open(Kind kind) {
    SideSchemas schemas = SideSchemas.of(liveSchema, kind);
    DataSources.checkBeside(config.inSchema(schemas.sideName()));
    return new PostgresSideModel(config, live, schemas, pipelineEnds);
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (SQLException e) {
      throw Failures.of(e);
    }
  }
}
