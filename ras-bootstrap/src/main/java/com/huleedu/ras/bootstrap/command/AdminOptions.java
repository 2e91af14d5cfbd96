package com.huleedu.ras.bootstrap.command;

import com.huleedu.ras.bootstrap.configuration.Settings;
import com.huleedu.ras.domain.MisconfiguredException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the commands for operators reach the service. */
@SuppressWarnings("NullAway.Init") // picocli sets what it annotates before it runs
final class AdminOptions {
  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The port for operators (default: http://127.0.0.1 and ADMIN_PORT, or 4004).")
  private @Nullable String url;

  @Option(
      names = "--service-id",
      paramLabel = "ID",
      defaultValue = "admin-dashboard-service",
      description = "As which service to ask; kept in the history (default: ${DEFAULT-VALUE}).")
  private String serviceId;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  boolean json() {
    return json;
  }

  /**
   * A client with these options and the key of the environment.
   *
   * @throws MisconfiguredException if there is no key, or the URL is none
   */
  AdminClient client() {
    Settings settings = new Settings(System.getenv());
    String key = settings.required("INTERNAL_API_KEY", "the key that the service lets in");
    int port = settings.integer("ADMIN_PORT", 4004, 1, 65_535);
    settings.logLevel("WARN");
    List<String> mistakes = settings.mistakes();
    if (!mistakes.isEmpty()) {
      throw new MisconfiguredException(String.join("; ", mistakes));
    }
    return new AdminClient(address(port), key, serviceId);
  }

  private URI address(int port) {
    if (url == null) {
      return URI.create("http://127.0.0.1:" + port);
    }
    try {
      URI given = URI.create(url.replaceFirst("/+$", ""));
      // A user part would stand in every message, and is no key that the service knows.
      if (given.getHost() != null
          && given.getRawUserInfo() == null
          && List.of("http", "https").contains(given.getScheme())) {
        return given;
      }
    } catch (IllegalArgumentException notAUrl) {
      // Named below.
    }
    throw new MisconfiguredException("--url has to be as http://127.0.0.1:4004");
  }
}
