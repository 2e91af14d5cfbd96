package com.huleedu.ras.adapter.postgres.database;

import com.huleedu.ras.tls.Tls;
import com.huleedu.ras.tls.TlsFailures;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Makes connections, and looks who is there before the first one, and before each after one that
 * failed: a server that is known is not asked for nothing.
 */
final class ProbingDataSource extends PGSimpleDataSource {
  private static final long serialVersionUID = 1L;
  private static final int DEFAULT_PORT = 5_432;
  private static final int LISTENED_TO_AT_MOST = 5;

  /** Where an authority is named, if none is; and a certificate. */
  static final String TRUST_SETTING = "DATABASE_URL's sslrootcert";

  static final String IDENTITY_SETTING = "DATABASE_URL's sslcert";

  private transient volatile boolean known;
  private transient @Nullable HandedTls handed;

  /** Has all connections use this; to be said after the URL, of whose parameters some count on. */
  void use(Tls tls) {
    handed = HandedTls.to(this, tls);
  }

  @Override
  public Connection getConnection(@Nullable String user, @Nullable String password)
      throws SQLException {
    List<SQLException> mute = known || getSslNegotiation().equals("direct") ? List.of() : probe();
    known = false;
    try {
      Connection connection = super.getConnection(user, password);
      known = true;
      return connection;
    } catch (SQLException failure) {
      // The driver waits for a mute host until its time is over, and does not say for which.
      throw mute.isEmpty() ? explained(failure) : mute.getFirst();
    }
  }

  /** Of TLS in other words than the driver's, who speaks of paths that can't be built. */
  private SQLException explained(SQLException failure) {
    HandedTls shown = handed;
    if (shown != null && shown.tls().identitySetting().isPresent() && isBrokenOff(failure)) {
      Optional<SSLException> refusal = refusal(shown);
      if (refusal.isPresent()) {
        return inOurWords(new SQLException(failure.getMessage(), refusal.get()));
      }
    }
    return inOurWords(failure);
  }

  /** Somebody was there, and left without a word; who is away or mute is not asked once more. */
  private static boolean isBrokenOff(SQLException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException ended) {
        return !(isOfConnecting(ended) || ended instanceof InterruptedIOException)
            && TlsFailures.mayPass(failure);
      }
    }
    return false;
  }

  private static boolean isOfConnecting(IOException failure) {
    return failure instanceof ConnectException
        || failure instanceof NoRouteToHostException
        || failure instanceof UnknownHostException;
  }

  /**
   * What a server says to who listens and sends nothing. By TLS 1.3 it refuses a certificate after
   * the handshake, and its word is lost in the reset of what the driver has sent meanwhile.
   */
  private Optional<SSLException> refusal(HandedTls shown) {
    String[] hosts = getServerNames();
    return IntStream.range(0, hosts.length)
        .mapToObj(host -> refusal(bare(hosts[host]), port(host), shown.tls().current().context()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** The end of the handshake is sent in parts, and a reset of one of them overtakes it, too. */
  private Optional<SSLException> refusal(String host, int port, SSLContext context) {
    for (int time = 0; time < LISTENED_TO_AT_MOST; time++) {
      try {
        ServerProbe.hear(host, port, within(), context.getSocketFactory());
        return Optional.empty();
      } catch (SSLException refused) {
        if (!TlsFailures.mayPass(refused)) {
          return Optional.of(refused);
        }
      } catch (IOException ended) {
        if (isOfConnecting(ended)) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private Duration within() {
    return Duration.ofSeconds(Math.max(1, getConnectTimeout()));
  }

  private int port(int host) {
    int[] ports = getPortNumbers();
    return ports != null && host < ports.length && ports[host] != 0 ? ports[host] : DEFAULT_PORT;
  }

  private SQLException inOurWords(SQLException failure) {
    boolean mayPass = TlsFailures.mayPass(failure) && !HandedTls.isOfHost(failure);
    HandedTls ours = handed;
    return (ours == null
            ? TlsFailures.explain(failure, TRUST_SETTING, IDENTITY_SETTING)
            : ours.explain(failure))
        .map(words -> ServerProbe.ofTls(words, mayPass))
        .map(explained -> {
          explained.addSuppressed(failure);
          return explained;
        })
        .orElse(failure);
  }

  /**
   * Of several hosts one that is mute need not matter, as the driver may find another before; one
   * that is something else does, since the driver would believe it.
   *
   * @return what is to be said of those that are mute; some, but not all
   */
  private List<SQLException> probe() throws SQLException {
    String[] hosts = getServerNames();
    List<SQLException> mute = new ArrayList<>();
    for (int i = 0; i < hosts.length; i++) {
      try {
        ServerProbe.check(bare(hosts[i]), port(i), within(), hosts.length == 1 && wantsTls());
      } catch (SQLException failure) {
        if (ServerProbe.isStranger(failure)) {
          throw failure;
        }
        mute.add(failure);
      }
    }
    if (mute.size() == hosts.length) {
      throw mute.getFirst();
    }
    return mute;
  }

  private boolean wantsTls() {
    String mode = getSslMode();
    return mode == null
        ? getSsl()
        : DriverParameters.MODES_WITH_TLS.contains(mode.toLowerCase(Locale.ROOT));
  }

  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
