package com.huleedu.ras.bootstrap.configuration;

import com.huleedu.ras.adapter.http.HttpConfig;
import com.huleedu.ras.adapter.http.HttpConfig.ListenerTls;
import com.huleedu.ras.adapter.http.HttpConfig.ListenerTls.ClientCertificate;
import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.tls.Identity;
import com.huleedu.ras.tls.Material;
import com.huleedu.ras.tls.Secret;
import com.huleedu.ras.tls.Tls;
import com.huleedu.ras.tls.Trust;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Certificates and keys, of our own listeners and towards Redis; each mistake by its setting. */
final class TlsReader {
  private final Settings settings;

  TlsReader(Settings settings) {
    this.settings = settings;
  }

  /** Of the three ports, each by settings of its own. */
  HttpConfig.Encryption listeners() {
    return new HttpConfig.Encryption(
        listener("HTTP", "http"), listener("METRICS", "metrics"), listener("ADMIN", "admin"));
  }

  private Optional<ListenerTls> listener(String prefix, String name) {
    Optional<Identity> identity = identity(prefix + "_TLS");
    Optional<Material> authority = settings.material(prefix + "_TLS_CLIENT_CA");
    ClientCertificate asked =
        ClientCertificate.valueOf(
            settings.oneOf(prefix + "_TLS_CLIENT_AUTH").toUpperCase(Locale.ROOT));
    boolean asks = asked != ClientCertificate.NONE;
    if (identity.isEmpty()) {
      if ((asks || authority.isPresent()) && !settings.isSet(prefix + "_TLS_CERTIFICATE")) {
        settings.mistake(
            prefix + (asks ? "_TLS_CLIENT_AUTH" : "_TLS_CLIENT_CA"),
            "is of no use without %s_TLS_CERTIFICATE: the port speaks no TLS".formatted(prefix));
      }
      return Optional.empty();
    }
    if (asks && authority.isEmpty()) {
      settings.mistake(
          prefix + "_TLS_CLIENT_CA",
          "is not set: the authority whose certificates clients may show");
      return Optional.empty();
    }
    if (!asks && authority.isPresent()) {
      settings.mistake(
          prefix + "_TLS_CLIENT_CA",
          "is of no use while %s_TLS_CLIENT_AUTH is none: say optional or required"
              .formatted(prefix));
      return Optional.empty();
    }
    return load(name, trust(authority), identity.get()).map(tls -> new ListenerTls(tls, asked));
  }

  /**
   * Towards Redis; empty if the authorities of the JVM are all that is needed.
   *
   * @param named whether it is said where Redis is
   */
  Optional<Tls> redis(boolean named) {
    Optional<Material> authority = settings.material("REDIS_TLS_CA");
    Optional<Identity> identity = identity("REDIS_TLS");
    if (!named || (authority.isEmpty() && identity.isEmpty())) {
      return Optional.empty(); // whether its URL asks for TLS the adapter looks
    }
    return load("redis", trust(authority), identity.orElseGet(Identity.None::new));
  }

  /** Whether it is text; what can't be read is named when it is used. */
  static boolean isPem(Material material) {
    try {
      return new String(material.content(), StandardCharsets.ISO_8859_1).contains("-----BEGIN");
    } catch (MisconfiguredException unreadable) {
      return true;
    }
  }

  static Trust trust(Optional<Material> authority) {
    return authority.<Trust>map(Trust.Pem::new).orElseGet(Trust.OfTheJvm::new);
  }

  /** A certificate with its key; both or none. */
  private Optional<Identity> identity(String prefix) {
    Optional<Material> chain = settings.material(prefix + "_CERTIFICATE");
    Optional<Material> key = settings.material(prefix + "_PRIVATE_KEY");
    Secret password = settings.secret(prefix + "_PRIVATE_KEY_PASSWORD");
    if (key.isEmpty() && !password.value().isEmpty()) {
      settings.mistake(password.setting(), "is of no use without %s_PRIVATE_KEY".formatted(prefix));
    }
    if (chain.isPresent() != key.isPresent()) {
      settings.mistake(
          prefix + (chain.isPresent() ? "_PRIVATE_KEY" : "_CERTIFICATE"),
          "is not set, and %s is: set both or none"
              .formatted(prefix + (chain.isPresent() ? "_CERTIFICATE" : "_PRIVATE_KEY")));
    }
    if (chain.isEmpty() || key.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Identity.Pem(chain.get(), key.get(), password));
  }

  /** Read and found to be of use; what is wrong is remembered as a mistake. */
  Optional<Tls> load(String name, Trust trust, Identity identity) {
    try {
      return Optional.of(Tls.load(name, trust, identity));
    } catch (MisconfiguredException wrong) {
      settings.mistake(String.valueOf(wrong.getMessage()));
      return Optional.empty();
    }
  }
}
