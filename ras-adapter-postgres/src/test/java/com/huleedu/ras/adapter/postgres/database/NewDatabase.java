package com.huleedu.ras.adapter.postgres.database;

import com.huleedu.ras.adapter.postgres.PostgresAdapter;
import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.embedded.EmbeddedServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** An empty database, and starting in it as the service does. */
final class NewDatabase {
  final String url = EmbeddedServers.postgres().createDatabase("schema");
  final String name = url.replaceFirst("\\?.*", "").replaceFirst(".*/", "");

  /** The schema in which it lies. */
  static String start(String url, @Nullable String schema) {
    return started(config(url, schema));
  }

  String startAs(String role, @Nullable String schema) {
    return started(as(role, schema));
  }

  private static String started(PostgresConfig config) {
    try (PostgresAdapter adapter = PostgresAdapter.connect(config, new SimpleMeterRegistry())) {
      adapter.migrate();
      return adapter.schema();
    }
  }

  static PostgresAdapter connect(String url, @Nullable String schema) {
    return PostgresAdapter.connect(config(url, schema), new SimpleMeterRegistry());
  }

  static PostgresConfig config(String url, @Nullable String schema) {
    return new PostgresConfig(url, null, null, schema, 2);
  }

  PostgresConfig as(String role, @Nullable String schema) {
    return new PostgresConfig(url.replaceFirst("\\?.*", ""), role, "any", schema, 2);
  }

  interface Work {
    void as(String role);
  }

  void withRole(String prefix, Work work) {
    String role = name.replace("schema", prefix);
    execute("create role " + role + " login");
    try {
      work.as(role);
    } finally {
      execute("drop owned by " + role + " cascade", "drop role " + role);
    }
  }

  void execute(String... statements) {
    try (var direct = DSL.using(url)) {
      for (String statement : statements) {
        direct.execute(statement);
      }
    }
  }

  @Nullable String fetch(String query) {
    try (var direct = DSL.using(url)) {
      return direct.fetchSingle(query).get(0, String.class);
    }
  }
}
