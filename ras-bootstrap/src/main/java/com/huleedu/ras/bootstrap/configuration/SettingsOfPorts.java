package com.huleedu.ras.bootstrap.configuration;

import static com.huleedu.ras.bootstrap.configuration.Setting.open;
import static com.huleedu.ras.bootstrap.configuration.Setting.secret;

import com.huleedu.ras.bootstrap.configuration.Setting.Accepts;
import com.huleedu.ras.bootstrap.configuration.Setting.Section;
import java.util.List;

/** The ports, and PostgreSQL. */
final class SettingsOfPorts {
  private static final int MAX_PORT = 65_535;

  static final List<Setting> ALL =
      List.of(
          open(Section.HTTP, "HOST", "http.host", Accepts.TEXT, "0.0.0.0", "address to listen on"),
          open(
              Section.HTTP,
              "PORT",
              "http.port",
              Accepts.number(0, MAX_PORT),
              "4003",
              "HTTP API; `0` = any free port"),
          open(
              Section.HTTP,
              "METRICS_PORT",
              "metrics.port",
              Accepts.number(0, MAX_PORT),
              "9096",
              "`/metrics` and health alone; `0` = any free port"),
          open(
              Section.HTTP,
              "ADMIN_HOST",
              "admin.host",
              Accepts.TEXT,
              "127.0.0.1",
              "address for operators to reach; loopback, since what is there changes the "
                  + "model"),
          open(
              Section.HTTP,
              "ADMIN_PORT",
              "admin.port",
              Accepts.number(0, MAX_PORT),
              "4004",
              "dead letters; `0` = any free port"),
          secret(
              Section.DATABASE,
              "DATABASE_URL",
              "database.url",
              Accepts.URL,
              "",
              "`postgresql://user:password@host:5432/ras`; `postgresql+asyncpg://…` and "
                  + "`jdbc:postgresql://…` are read too; what may follow a `?`: below"),
          open(
              Section.DATABASE,
              "DATABASE_SCHEMA",
              "database.schema",
              Accepts.TEXT,
              "",
              "the schema of the model, as it is written; made if it is not there. Unset: "
                  + "where a model is found, else `ras` "
                  + "([operations](operations.md#a-schema-of-its-own))"),
          open(
              Section.DATABASE,
              "DATABASE_POOL_SIZE",
              "database.pool-size",
              Accepts.number(2, 1_000),
              "10",
              "connections at most; two of them are kept from readers. For each, sixteen "
                  + "answers that are not in the cache may be under way for longer than a burst; "
                  + "those beyond are answered 503"),
          open(
              Section.HTTP,
              "API_STATUS_NAMES",
              "http.status-names",
              Accepts.words("public", "internal"),
              "public",
              "how answers name statuses and phases: `public`, or `internal`: as events do, "
                  + "which today's gateway and teacher front read"));

  private SettingsOfPorts() {}
}
