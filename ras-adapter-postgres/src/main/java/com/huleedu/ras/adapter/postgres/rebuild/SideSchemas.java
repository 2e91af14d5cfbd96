package com.huleedu.ras.adapter.postgres.rebuild;

import com.huleedu.ras.domain.port.rebuild.SideModels;

/**
 * The names of schemas, quoted as PostgreSQL wants them.
 *
 * @param sideName the side schema, bare
 */
record SideSchemas(String live, String side, String sideName, String previous, String swapping) {

  static SideSchemas of(String live, SideModels.Kind kind) {
    String prefix = live.equals("public") ? "ras" : live;
    String previous = prefix + "_previous";
    String name =
        switch (kind) {
          case REBUILT -> prefix + "_rebuild";
          case PREVIOUS -> previous;
        };
    return new SideSchemas(
        quoted(live), quoted(name), name, quoted(previous), quoted(prefix + "_swapping"));
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** The statement with its schemas: {@code :live}, {@code :side} and the others. */
  String in(String sql) {
    return sql.replace(":live", live)
        .replace(":side", side)
        .replace(":previous", previous)
        .replace(":swapping", swapping);
  }
}
