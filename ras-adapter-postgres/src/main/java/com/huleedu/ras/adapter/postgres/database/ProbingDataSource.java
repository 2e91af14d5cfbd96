package com.huleedu.ras.adapter.postgres.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
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
    if (!known && getSocketFactory() == null) {
      probe();
    }
    known = false;
    Connection connection = super.getConnection(user, password);
    known = true;
    return connection;
  }

  private void probe() throws SQLException {
    String[] hosts = getServerNames();
    int[] ports = getPortNumbers();
    for (int i = 0; i < hosts.length; i++) {
      int port = ports != null && i < ports.length && ports[i] != 0 ? ports[i] : DEFAULT_PORT;
      ServerProbe.check(bare(hosts[i]), port, Duration.ofSeconds(Math.max(1, getConnectTimeout())));
    }
  }

  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
