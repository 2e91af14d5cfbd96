package com.huleedu.ras.embedded;

/**
 * How a Redis speaks TLS.
 *
 * @param authority whose clients it knows
 * @param certificate its own
 * @param clients whether they have to show one
 */
public record RedisTls(
    TestAuthority authority, IssuedCertificate certificate, ClientCertificates clients) {

  /** Whether clients show a certificate; {@code tls-auth-clients}. */
  public enum ClientCertificates {
    NO,
    OPTIONAL,
    YES
  }

  /** With a certificate for this machine, and without any of clients. */
  public static RedisTls of(TestAuthority authority) {
    return new RedisTls(authority, authority.server(), ClientCertificates.NO);
  }

  public RedisTls with(IssuedCertificate other) {
    return new RedisTls(authority, other, clients);
  }

  public RedisTls with(ClientCertificates other) {
    return new RedisTls(authority, certificate, other);
  }
}
