package com.huleedu.ras.adapter.postgres.database;

import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.domain.RasException;
import com.huleedu.ras.domain.RejectedByStoreException;
import com.huleedu.ras.domain.UnavailableException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What a failure of the database means (guarantees, G5 and G6). In doubt it is transient: a message
 * that is tried again is late, one that is taken for poison is lost to the model.
 */
public final class Failures {
  private static final String SERVER = "PostgreSQL";

  private Failures() {}

  /** While serving. */
  public static RasException of(Throwable failure) {
    if (failure instanceof RasException known) {
      return known;
    }
    String state = sqlState(failure);
    return isAboutTheData(state)
        ? new RejectedByStoreException(state, reason(failure), failure)
        : new UnavailableException(SERVER, reason(failure), failure);
  }

  /** While connecting and migrating, when a setting may be wrong. */
  public static RasException atStart(Throwable failure, PostgresConfig config) {
    String state = sqlState(failure);
    String advice = advice(state);
    String what = "%s: %s".formatted(config.where(), reason(failure));
    return advice == null
        ? new UnavailableException(SERVER, what, failure)
        : new MisconfiguredException("PostgreSQL at %s; %s".formatted(what, advice), failure);
  }

  /** Another writer stood in the way; the same work done again succeeds. */
  public static boolean isConflict(Throwable failure) {
    return sqlState(failure).startsWith("40");
  }

  // 22 data exception (invalid byte sequences among them), 23 integrity constraint violation,
  // 54 program limit exceeded.
  private static boolean isAboutTheData(String state) {
    return state.startsWith("22") || state.startsWith("23") || state.startsWith("54");
  }

  private static @Nullable String advice(String state) {
    return switch (state) {
      case "28P01", "28000" -> "check the user and the password, and that pg_hba.conf lets them in";
      case "3D000" -> "create the database, or correct its name in the URL";
      case "42501" -> "grant the user the right to create tables in the schema";
      default -> null;
    };
  }

  /** The first one on the way to the root; empty if there is none. */
  public static String sqlState(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return "";
  }

  /** What the driver says at the root: jOOQ, batches and the pool only wrap it. */
  public static String reason(Throwable failure) {
    Throwable said = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException) {
        said = cause;
      }
    }
    String message = said.getMessage();
    return message == null
        ? said.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
