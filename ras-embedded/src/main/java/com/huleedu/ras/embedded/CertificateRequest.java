package com.huleedu.ras.embedded;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a certificate is to say. Valid for another thirty days, with a key on P-256, unless told
 * otherwise.
 *
 * @param hosts names and IPv4 addresses that it is for; none for a client
 */
public record CertificateRequest(
    String commonName,
    List<String> hosts,
    Instant notBefore,
    Instant notAfter,
    KeyAlgorithm keyAlgorithm) {
  private static final Duration VALID = Duration.ofDays(30);

  /** Of which kind the key is. */
  public enum KeyAlgorithm {
    EC,
    RSA
  }

  public CertificateRequest {
    hosts = List.copyOf(hosts);
  }

  /** For a server of this machine: {@code localhost} and {@code 127.0.0.1}. */
  public static CertificateRequest server() {
    return server("localhost", "127.0.0.1");
  }

  /** For a server elsewhere. */
  public static CertificateRequest server(String host, String... others) {
    List<String> hosts = new ArrayList<>(List.of(host));
    hosts.addAll(List.of(others));
    return valid(host, hosts);
  }

  /** For a client, which servers know by this name. */
  public static CertificateRequest client(String commonName) {
    return valid(commonName, List.of());
  }

  private static CertificateRequest valid(String commonName, List<String> hosts) {
    Instant now = Instant.now();
    return new CertificateRequest(
        commonName, hosts, now.minus(Issuer.BEFORE), now.plus(VALID), KeyAlgorithm.EC);
  }

  /** The same, over since yesterday. */
  public CertificateRequest expired() {
    return until(Instant.now().minus(Duration.ofDays(1)));
  }

  /** The same, from then on. */
  public CertificateRequest from(Instant begin) {
    return new CertificateRequest(commonName, hosts, begin, notAfter, keyAlgorithm);
  }

  /** The same, until then. */
  public CertificateRequest until(Instant end) {
    return new CertificateRequest(commonName, hosts, notBefore, end, keyAlgorithm);
  }

  /** The same, with an RSA key of 2048 bits. */
  public CertificateRequest rsa() {
    return new CertificateRequest(commonName, hosts, notBefore, notAfter, KeyAlgorithm.RSA);
  }
}
