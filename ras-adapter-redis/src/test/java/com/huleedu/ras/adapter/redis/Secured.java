package com.huleedu.ras.adapter.redis;

import com.huleedu.ras.embedded.IssuedCertificate;
import com.huleedu.ras.embedded.RedisServer;
import com.huleedu.ras.embedded.TestAuthority;
import com.huleedu.ras.tls.Identity;
import com.huleedu.ras.tls.Material;
import com.huleedu.ras.tls.Secret;
import com.huleedu.ras.tls.Tls;
import com.huleedu.ras.tls.Trust;
import java.nio.file.Path;

/** TLS as the settings of the service say it. */
final class Secured {
  private Secured() {}

  static Tls trusting(TestAuthority authority) {
    return Tls.load("redis", trust(authority.trustedPem()), new Identity.None());
  }

  static Tls showing(TestAuthority authority, IssuedCertificate client) {
    return showing(authority.trustedPem(), client);
  }

  static Tls showing(Path trusted, IssuedCertificate client) {
    return Tls.load(
        "redis",
        trust(trusted),
        new Identity.Pem(
            Material.file("REDIS_TLS_CERTIFICATE_FILE", client.chain()),
            Material.file("REDIS_TLS_PRIVATE_KEY_FILE", client.key()),
            new Secret("REDIS_TLS_PRIVATE_KEY_PASSWORD", "")));
  }

  private static Trust trust(Path trusted) {
    return new Trust.Pem(Material.file("REDIS_TLS_CA_FILE", trusted));
  }

  /** With time-outs that no busy machine exceeds. */
  static Connected connected(RedisServer server, Tls tls) {
    return Connected.with(Connected.patient(server.uri()).withTls(tls), server.uri());
  }
}
