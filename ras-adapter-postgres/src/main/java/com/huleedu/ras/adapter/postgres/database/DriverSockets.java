package com.huleedu.ras.adapter.postgres.database;

import java.util.Properties;
import org.postgresql.ssl.WrappedFactory;

/** Made by the driver for each connection, with the newest material. */
public final class DriverSockets extends WrappedFactory {
  /**
   * As the driver asks for it.
   *
   * @param driver what it was told of its connection
   */
  public DriverSockets(Properties driver) {
    factory = HandedTls.of(driver).tls().current().context().getSocketFactory();
  }
}
