package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.domain.MisconfiguredException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where somebody listens. */
record Address(String host, int port) {
  private static final int HIGHEST_PORT = 65_535;

  /** As Kafka reads them: the name of a listener may stand before. */
  private static final Pattern FORM =
      Pattern.compile("(?:\\w+://)?(?:\\[([^\\[\\]]+)]|([^\\[\\]:/\\s]+)):(\\d{1,5})");

  /**
   * The addresses of a list with commas.
   *
   * @throws MisconfiguredException if one of them has not the form host:port, or there is none
   */
  static List<Address> of(String bootstrapServers) {
    List<Address> addresses = new ArrayList<>();
    for (String one : bootstrapServers.split(",", -1)) {
      Matcher parts = FORM.matcher(one.strip());
      boolean fits = parts.matches() && isPort(Integer.parseInt(parts.group(3)));
      if (fits) {
        String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
        addresses.add(new Address(host, Integer.parseInt(parts.group(3))));
      } else if (!one.isBlank()) {
        throw refused(bootstrapServers, "\"%s\" is not host:port".formatted(one.strip()));
      }
    }
    if (addresses.isEmpty()) {
      throw refused(bootstrapServers, "it names no address; it has to be host:port");
    }
    return List.copyOf(addresses);
  }

  private static boolean isPort(int port) {
    return port > 0 && port <= HIGHEST_PORT;
  }

  private static MisconfiguredException refused(String setting, String why) {
    return new MisconfiguredException("KAFKA_BOOTSTRAP_SERVERS=%s: %s".formatted(setting, why));
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
