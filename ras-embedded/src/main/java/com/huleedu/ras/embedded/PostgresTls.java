package com.huleedu.ras.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a PostgreSQL speaks TLS. The user {@code postgres} comes in without a password, as everywhere
 * here; any other by its password or by its certificate.
 *
 * @param authority whose clients it knows
 * @param certificate its own
 * @param required whether it refuses connections in clear
 * @param certificateUsers roles that come in by a certificate in their name, and only so
 */
public record PostgresTls(
    TestAuthority authority,
    IssuedCertificate certificate,
    boolean required,
    List<String> certificateUsers) {

  public PostgresTls {
    certificateUsers = List.copyOf(certificateUsers);
    for (String user : certificateUsers) {
      if (!user.matches("[A-Za-z0-9_]+")) {
        throw new IllegalArgumentException("user is not a plain name: " + user);
      }
    }
  }

  /** With a certificate for this machine, refusing connections in clear. */
  public static PostgresTls of(TestAuthority authority) {
    return new PostgresTls(authority, authority.server(), true, List.of());
  }

  public PostgresTls with(IssuedCertificate other) {
    return new PostgresTls(authority, other, required, certificateUsers);
  }

  /** The same, taking connections in clear as well. */
  public PostgresTls optional() {
    return new PostgresTls(authority, certificate, false, certificateUsers);
  }

  /** The same; these roles need a certificate with their name as its common name. */
  public PostgresTls withCertificateUsers(String... users) {
    return new PostgresTls(authority, certificate, required, List.of(users));
  }

  /** What the server is started with, quoted for the shell that starts it. */
  Map<String, String> settings() {
    return Map.of(
        "ssl",
        "on",
        "ssl_cert_file",
        quoted(certificate.chain()),
        "ssl_key_file",
        quoted(certificate.key()),
        "ssl_ca_file",
        quoted(authority.trustedPem()));
  }

  /** Says in the data directory who may come in how; the first line that fits a client counts. */
  void writeAccess(Path data) throws IOException {
    List<String> lines = new ArrayList<>(List.of("local all all trust"));
    for (String user : certificateUsers) {
      // Implies clientcert=verify-full.
      lines.add("hostssl all \"" + user + "\" 127.0.0.1/32 cert");
      lines.add("host all \"" + user + "\" 127.0.0.1/32 reject");
    }
    String type = required ? "hostssl" : "host";
    lines.add(type + " all postgres 127.0.0.1/32 trust");
    lines.add(type + " all all 127.0.0.1/32 scram-sha-256");
    Files.write(data.resolve("pg_hba.conf"), lines);
  }

  private static String quoted(Path path) {
    return "'" + path.toString().replace("'", "'\\''") + "'";
  }
}
