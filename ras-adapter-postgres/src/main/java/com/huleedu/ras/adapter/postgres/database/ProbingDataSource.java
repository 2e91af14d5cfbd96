package com.huleedu.ras.adapter.postgres.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Makes connections, and looks who is there before the first one, and before each after one that
 * failed: a server that is known is not asked for nothing.
 */
final class ProbingDataSource extends PGSimpleDataSource {
  private static final long serialVersionUID = 1L;
  private static final int DEFAULT_PORT = 5_432;

  private transient volatile boolean known;

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
      throw mute.isEmpty() ? failure : mute.getFirst();
    }
  }

  /**
   * Of several hosts one that is mute need not matter, as the driver may find another before; one
   * that is something else does, since the driver would believe it.
   *
   * @return what is to be said of those that are mute; some, but not all
   */
  private List<SQLException> probe() throws SQLException {
    String[] hosts = getServerNames();
    int[] ports = getPortNumbers();
    List<SQLException> mute = new ArrayList<>();
    for (int i = 0; i < hosts.length; i++) {
      int port = ports != null && i < ports.length && ports[i] != 0 ? ports[i] : DEFAULT_PORT;
      try {
        ServerProbe.check(
            bare(hosts[i]), port, Duration.ofSeconds(Math.max(1, getConnectTimeout())));
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

  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
