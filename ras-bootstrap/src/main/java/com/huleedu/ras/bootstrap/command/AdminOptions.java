package com.huleedu.ras.bootstrap.command;

import com.huleedu.ras.bootstrap.configuration.Settings;
import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.tls.Identity;
import com.huleedu.ras.tls.Material;
import com.huleedu.ras.tls.Secret;
import com.huleedu.ras.tls.Tls;
import com.huleedu.ras.tls.Trust;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the commands for operators reach the service. */
@SuppressWarnings("NullAway.Init") // picocli sets what it annotates before it runs
final class AdminOptions {
  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "The port for operators (default: http://127.0.0.1, or https:// where ADMIN_TLS_CERTIFICATE is set, and ADMIN_PORT, or 4004).")
  private @Nullable String url;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "PEM of the authority of its certificate (default: those that Java knows).")
  private @Nullable Path authority;

  @Option(
      names = "--certificate",
      paramLabel = "FILE",
      description = "PEM of a certificate to show, where ADMIN_TLS_CLIENT_AUTH asks for one.")
  private @Nullable Path certificate;

  @Option(names = "--private-key", paramLabel = "FILE", description = "PEM of its key, PKCS#8.")
  private @Nullable Path privateKey;

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
    int port = settings.integer("ADMIN_PORT", 1);
    boolean encrypted = settings.material("ADMIN_TLS_CERTIFICATE").isPresent();
    settings.logLevel("WARN");
    List<String> mistakes = settings.mistakes();
    if (!mistakes.isEmpty()) {
      throw new MisconfiguredException(String.join("; ", mistakes));
    }
    URI address = address(encrypted, port);
    if (address.getScheme().equals("http") && (authority != null || certificate != null)) {
      throw new MisconfiguredException(
          "--ca and --certificate are of no use with http://: %s speaks no TLS".formatted(address));
    }
    return new AdminClient(address, tls(), key, serviceId);
  }

  /** Read once: a command does not live long enough for anything to change. */
  private SSLContext tls() {
    if ((certificate == null) != (privateKey == null)) {
      throw new MisconfiguredException("--certificate and --private-key belong together");
    }
    Trust trust =
        authority == null ? new Trust.OfTheJvm() : new Trust.Pem(Material.file("--ca", authority));
    Identity identity =
        certificate == null || privateKey == null
            ? new Identity.None()
            : new Identity.Pem(
                Material.file("--certificate", certificate),
                Material.file("--private-key", privateKey),
                new Secret("a password, which no option gives,", ""));
    return Tls.load("RAS", trust, identity).context();
  }

  private URI address(boolean encrypted, int port) {
    if (url == null) {
      return URI.create((encrypted ? "https" : "http") + "://127.0.0.1:" + port);
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
