package com.huleedu.ras.adapter.postgres.database;

import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.domain.RasException;
import com.huleedu.ras.domain.RejectedByStoreException;
import com.huleedu.ras.domain.UnavailableException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;

/**
 * What a failure of the database means (guarantees, G5 and G6). In doubt it is transient: a message
 * that is tried again is late, one that is taken for poison is lost to the model.
 */
public final class Failures {
  /** SQLSTATE of a right that is lacking. */
  public static final String FORBIDDEN = "42501";

  private static final String SERVER = "PostgreSQL";
  private static final String READ_ONLY = "25006";

  /** "cached plan must not change result type", and nothing else that we ask for. */
  private static final String PLAN_OUTDATED = "0A000";

  /** By {@code statement_timeout}, as a rule; an operator may do so, too, once. */
  private static final String CANCELED = "57014";

  private static final String CONNECTION = "08000";

  /** Nearly all that PgBouncer says for itself. */
  private static final String PROTOCOL_VIOLATION = "08P01";

  private static final String WRONG_PASSWORD = "28P01";
  private static final String REFUSED = "28000";

  /** Of our own: {@link #REFUSED}, told apart by the words of the server. */
  private static final String NO_CERTIFICATE = "28000, no certificate";

  private static final String OTHER_CERTIFICATE = "28000, another certificate";
  private static final String NO_TLS = "28000, no TLS";
  private static final String NO_DATABASE = "3D000";
  private static final String CONNECTION_REJECTED = "08004";
  private static final String DATABASE_DROPPED = "57P04";
  private static final String TOO_MANY_CONNECTIONS = "53300";

  private Failures() {}

  /** While serving. */
  public static RasException of(Throwable failure) {
    if (failure instanceof RasException known) {
      return known;
    }
    String state = sqlState(failure);
    if (isAboutTheData(state)) {
      return new RejectedByStoreException(state, reason(failure), failure);
    }
    return state.equals(CANCELED)
        ? UnavailableException.tooSlow(SERVER, reason(failure), failure)
        : new UnavailableException(SERVER, withAdvice(reason(failure), meaning(failure)), failure);
  }

  /** Of what waiting alone may not heal, an operator reads what would. */
  private static String withAdvice(String what, String state) {
    return advice(state).map(advice -> what + "; " + advice).orElse(what);
  }

  /** While connecting: all that is asked then may be asked by everybody who is let in. */
  static RasException onConnecting(Throwable failure, PostgresConfig config) {
    if (!sqlState(failure).equals(FORBIDDEN)) {
      return atStart(failure, config);
    }
    String database = config.where().replaceFirst(".*[/:]", "");
    return new MisconfiguredException(
        "PostgreSQL at %s: %s; let the owner of the database run: GRANT CONNECT ON DATABASE \"%s\" TO the user of DATABASE_URL;"
            .formatted(config.where(), reason(failure), database),
        failure);
  }

  /**
   * While connecting and migrating: a server that answered and said no is not away, and says no the
   * next time, too.
   */
  public static RasException atStart(Throwable failure, PostgresConfig config) {
    String state = meaning(failure);
    String what = "%s: %s".formatted(config.where(), reason(failure));
    return isWorthWaitingFor(state)
        ? new UnavailableException(SERVER, withAdvice(what, state), failure)
        : new MisconfiguredException(
            "PostgreSQL at %s (SQLSTATE %s); %s"
                .formatted(
                    what,
                    sqlState(failure),
                    advice(state)
                            .orElse(
                                "it answered and refuses; correct what it names, then start again")
                        + ofOwnCertificate(state, config)),
            failure);
  }

  /** With clientcert=verify-full PostgreSQL says of a certificate that the password is wrong. */
  private static String ofOwnCertificate(String state, PostgresConfig config) {
    return state.equals(WRONG_PASSWORD)
        ? config
            .tls()
            .flatMap(tls -> tls.current().ownName())
            .map(name ->
                "; or pg_hba.conf has clientcert=verify-full, and the certificate that is shown is of %s"
                    .formatted(name))
            .orElse("")
        : "";
  }

  /** The SQLSTATE, or what a server would have said in place of a pooler. */
  private static String meaning(Throwable failure) {
    String state = sqlState(failure);
    return switch (state) {
      case REFUSED -> meaningOfRefusal(reason(failure));
      case PROTOCOL_VIOLATION -> meaningOfPooler(reason(failure));
      default -> state;
    };
  }

  /** As far as the server speaks English; else it is a refusal like others. */
  private static String meaningOfRefusal(String what) {
    if (what.contains("valid client certificate")) {
      return NO_CERTIFICATE;
    }
    if (what.contains("certificate authentication failed")) {
      return OTHER_CERTIFICATE;
    }
    return what.contains("no encryption") ? NO_TLS : REFUSED;
  }

  private static String meaningOfPooler(String what) {
    if (what.contains("startup parameter")) {
      return PROTOCOL_VIOLATION;
    }
    if (what.contains("authentication failed") || what.contains("no such user")) {
      return WRONG_PASSWORD;
    }
    if (what.contains("SSL required") || what.contains("login rejected")) {
      return CONNECTION_REJECTED;
    }
    return what.contains("no such database") || what.matches(".*database .* does not exist")
        ? NO_DATABASE
        : CONNECTION; // the server behind it is away, or all its places are taken
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

  // 08 connection exception, 25006 a standby, 40 transaction rollback, 53 insufficient resources,
  // 55 object not in prerequisite state (a lock), 57 operator intervention, 58 system error, XX
  // internal error; without a state, nothing is known (docs/failures.md).
  private static boolean isWorthWaitingFor(String state) {
    return switch (state) {
      case PROTOCOL_VIOLATION, CONNECTION_REJECTED, DATABASE_DROPPED -> false;
      case "", READ_ONLY -> true;
      default ->
          switch (state.substring(0, 2)) {
            case "08", "40", "53", "55", "57", "58", "XX" -> true;
            default -> false;
          };
    };
  }

  private static Optional<String> advice(String state) {
    String advice =
        switch (state) {
          case WRONG_PASSWORD, REFUSED ->
              "check the user and the password in DATABASE_URL, and that pg_hba.conf lets them in";
          case NO_CERTIFICATE ->
              "name the certificate of the user and its key with DATABASE_URL's sslcert and sslkey;"
                  + " an authority of the server's ssl_ca_file has to have issued it";
          case OTHER_CERTIFICATE ->
              "the common name of the certificate of DATABASE_URL's sslcert has to be that of the"
                  + " user, or pg_ident.conf has to map it";
          case NO_TLS ->
              "pg_hba.conf may let the user in with TLS alone: set sslmode=verify-full and"
                  + " sslrootcert in DATABASE_URL";
          case NO_DATABASE, DATABASE_DROPPED ->
              "create the database, or correct its name in DATABASE_URL";
          case "42501" -> "grant the user the right that it names";
          case "42P07", "42710", "42723", "42P06" ->
              "the schema holds something of that name that is not of RAS: name another schema with"
                  + " DATABASE_SCHEMA";
          case "22023" ->
              "the server does not know a setting that the driver sends: start the JVM with"
                  + " -Duser.timezone=UTC -Duser.language=en";
          case PROTOCOL_VIOLATION ->
              "with PgBouncer, ignore_startup_parameters = options, extra_float_digits";
          case CONNECTION_REJECTED -> "correct what it names, in the settings or at the server";
          case READ_ONLY -> "it is a standby; DATABASE_URL has to lead to the primary";
          case TOO_MANY_CONNECTIONS ->
              "raise max_connections (or the limit of the role or database), or lower"
                  + " DATABASE_POOL_SIZE";
          default -> "";
        };
    return Optional.of(advice).filter(text -> !text.isEmpty());
  }

  /**
   * Of a reader: whatever the server refuses, no message is to blame, and an answer of the same
   * question may be had later.
   */
  static RasException ofReading(RasException failure) {
    return failure instanceof RejectedByStoreException
        ? new UnavailableException(SERVER, reason(failure), failure)
        : failure;
  }

  /**
   * Whether the same statement succeeds at once on this or another connection: a plan or statement
   * that the server has forgotten or that no longer fits a table, a connection that is gone.
   */
  static boolean healsByRepeating(Throwable failure) {
    return switch (sqlState(failure)) {
      case PLAN_OUTDATED, "26000", "57P01" -> true;
      // Not after a time-out: whoever asked has waited long enough.
      case "08003", "08006" -> !isTimeout(failure);
      default -> false;
    };
  }

  private static boolean isTimeout(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketTimeoutException
          || cause instanceof SQLTransientConnectionException) {
        return true;
      }
    }
    return false;
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
      if (cause instanceof UnknownHostException unknown) {
        // The driver only says that the attempt failed.
        return "the host name %s of DATABASE_URL is unknown: misspelt, or its DNS is not up"
            .formatted(String.valueOf(unknown.getMessage()).replaceFirst(": .*", ""));
      }
      if (cause instanceof SQLException) {
        said = cause;
      }
    }
    String words = firstLine(said);
    // Of the network the driver says only that it failed, but where it was refused.
    return said.getCause() instanceof IOException network && !(network instanceof ConnectException)
        ? "%s (%s)".formatted(words, ofNetwork(network))
        : words;
  }

  private static String ofNetwork(IOException failure) {
    return switch (failure) {
      case SocketTimeoutException _ -> "no answer in time";
      case EOFException _ -> "the server closed the connection";
      default -> firstLine(failure);
    };
  }

  private static String firstLine(Throwable failure) {
    String message = failure.getMessage();
    return message == null
        ? failure.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
