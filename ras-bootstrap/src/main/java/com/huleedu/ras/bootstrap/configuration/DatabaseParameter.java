package com.huleedu.ras.bootstrap.configuration;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Words that PostgreSQL's own client and Python's know for what a database URL can say, in those of
 * the driver. What neither knows the adapter refuses.
 */
final class DatabaseParameter {
  private static final Map<String, String> DRIVERS_WORD =
      Map.of(
          "application_name", "ApplicationName",
          "channel_binding", "channelBinding",
          "require_auth", "requireAuth",
          "gssencmode", "gssEncMode",
          "krbsrvname", "kerberosServerName",
          "sslnegotiation", "sslNegotiation");

  /** By name and value, as few values have a meaning. */
  private static final Map<String, String> DRIVERS_PARAMETER =
      Map.of(
          "target_session_attrs=any", "targetServerType=any",
          "target_session_attrs=read-write", "targetServerType=primary",
          "target_session_attrs=primary", "targetServerType=primary",
          "load_balance_hosts=disable", "loadBalanceHosts=false",
          "load_balance_hosts=random", "loadBalanceHosts=true",
          "keepalives=0", "tcpKeepAlive=false",
          "keepalives=1", "tcpKeepAlive=true",
          "ssl=true", "ssl=true",
          "ssl=false", "ssl=false");

  private static final String WHERE =
      "is not used: name hosts as //host:port,host:port/database, before the ?";
  private static final Map<String, String> WITHOUT_EQUAL =
      Map.of(
          "connect_timeout",
          "is not for the URL to say: RAS gives up a connection after 2.5 s",
          "target_session_attrs",
          "has to be any, read-write or primary: RAS writes",
          "load_balance_hosts",
          "has to be disable or random",
          "keepalives",
          "has to be 0 or 1",
          "client_encoding",
          "is not used: the driver always speaks UTF-8",
          "passfile",
          "is not used: give the whole URL in a file that DATABASE_URL_FILE names",
          "host",
          WHERE,
          "hostaddr",
          WHERE,
          "port",
          WHERE,
          "dbname",
          WHERE);

  private DatabaseParameter() {}

  /**
   * @param used takes it as the driver has it
   * @param refused takes what is to be said of one that has no equal there, never with its value
   */
  static void read(String parameter, Consumer<String> used, Consumer<String> refused) {
    int equals = Math.max(0, parameter.indexOf('='));
    String name = parameter.substring(0, equals);
    String word = DRIVERS_WORD.getOrDefault(name, name);
    Optional<String> whole = Optional.ofNullable(DRIVERS_PARAMETER.get(parameter));
    if (whole.isPresent()) {
      used.accept(whole.get());
    } else if (WITHOUT_EQUAL.containsKey(name)) {
      refused.accept("has a parameter " + name + " that " + WITHOUT_EQUAL.get(name));
    } else if (name.equals("ssl")) {
      // Of asyncpg, with the values of sslmode.
      used.accept("sslmode" + parameter.substring(equals));
    } else {
      used.accept(word + parameter.substring(equals));
    }
  }
}
