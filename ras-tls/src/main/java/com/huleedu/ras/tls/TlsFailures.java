package com.huleedu.ras.tls;

import com.huleedu.ras.tls.RefusedCertificateException.Reason;
import java.io.EOFException;
import java.net.SocketException;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * What a failed handshake means, in words for an operator. What this side refuses says so itself
 * ({@link TlsMaterial#trust}); of what the other side refuses there is one word, an alert.
 */
public final class TlsFailures {
  private static final Pattern ALERT =
      Pattern.compile("(?:Received fatal alert: |\\(|alert )([a-z_]+)\\)?");

  /** Of whoever answers in clear. */
  public static final String NO_TLS = "it does not speak TLS there";

  private static final String OF_A_CERTIFICATE = "the certificate of";
  private static final String WANTS_CERTIFICATE = "certificate_required";

  /** Of a side that failed, rather than refused. */
  private static final Set<String> PASSING_ALERTS =
      Set.of("internal_error", "user_canceled", "close_notify", "no_renegotiation");

  private TlsFailures() {}

  /**
   * What is wrong, and what to do.
   *
   * @param failure what was thrown, with all that it wraps
   * @param trustSetting where the authorities are named that this side believes
   * @param identitySetting where the certificate is named that this side shows
   * @return empty if it is not about TLS
   */
  public static Optional<String> explain(
      Throwable failure, String trustSetting, String identitySetting) {
    return find(failure).map(refused -> ofTls(refused, trustSetting, identitySetting));
  }

  /**
   * The same for the connections of one server, in the words of its settings.
   *
   * @param trustSetting where an authority would be named, if none is
   * @param identitySetting where a certificate would be named, if there is none
   */
  public static Optional<String> explain(
      Throwable failure, Tls tls, String trustSetting, String identitySetting) {
    String identity = tls.identitySetting().orElse(identitySetting);
    return find(failure)
        .map(refused ->
            tls.identitySetting().isPresent() && root(refused).contains(WANTS_CERTIFICATE)
                // JSSE shows it to those alone who name its authority among theirs.
                ? "the other side wants a certificate, and not one of the authority that issued"
                    + " that of "
                    + identity
                : ofTls(refused, tls.trustSetting().orElse(trustSetting), identity));
  }

  /**
   * The same for a listener, of a client that got no connection.
   *
   * @param trustSetting where the authorities of clients are named
   * @param identitySetting where the certificate is named that the listener shows
   */
  public static Optional<String> ofClient(
      Throwable failure, String trustSetting, String identitySetting) {
    return find(failure)
        .map(refused ->
            root(refused).contains("Empty client certificate chain")
                ? "it shows no certificate of the authorities of %s, and has to"
                    .formatted(trustSetting)
                : ofTls(refused, trustSetting, identitySetting));
  }

  private static Optional<SSLException> find(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException refused) {
        return Optional.of(refused);
      }
    }
    return Optional.empty();
  }

  /**
   * Whether waiting may heal it: the other side broke off without a word, or failed itself, or a
   * certificate will be valid. What one side refuses, somebody has to correct.
   */
  public static boolean mayPass(Throwable failure) {
    return find(failure).map(TlsFailures::passes).orElse(true);
  }

  private static boolean passes(SSLException refused) {
    Optional<Reason> ours = refusedByUs(refused).map(RefusedCertificateException::reason);
    String said = root(refused);
    if (ours.isPresent() || said.startsWith(OF_A_CERTIFICATE)) {
      return ours.equals(Optional.of(Reason.EARLY));
    }
    Matcher alert = ALERT.matcher(said);
    return alert.find() ? PASSING_ALERTS.contains(alert.group(1)) : brokeOff(refused, said);
  }

  /** What is wrong with a certificate that is for other hosts than the one that shows it. */
  public static String ofOtherHost(X509Certificate certificate, String host) {
    return "the certificate of %s is for %s, and not for %s"
        .formatted(Certificates.named(certificate), Certificates.hosts(certificate), host);
  }

  private static String ofTls(SSLException refused, String trustSetting, String identitySetting) {
    String said = root(refused);
    Matcher alert = ALERT.matcher(said);
    Optional<RefusedCertificateException> ours = refusedByUs(refused);
    if (ours.isPresent()) {
      return ours.get().reason() == Reason.UNTRUSTED
          ? "%s: name its authority with %s".formatted(said, trustSetting)
          : said;
    }
    if (refused instanceof SSLPeerUnverifiedException || said.startsWith(OF_A_CERTIFICATE)) {
      return said;
    }
    if (said.contains("unable to find valid certification path")) {
      // Of who has another trust manager than ours.
      return "its certificate was issued by an authority that is not trusted: name that with "
          + trustSetting;
    }
    if (said.contains("Unsupported or unrecognized SSL message")
        || said.contains("plaintext connection")) {
      return NO_TLS;
    }
    if (alert.find()) {
      return ofAlert(alert.group(1), identitySetting);
    }
    return brokeOff(refused, said)
        ? "the other side ended the TLS handshake without a word: it may want a certificate (%s), or no TLS there"
            .formatted(identitySetting)
        : "TLS failed: " + ForeignText.shown(said);
  }

  private static Optional<RefusedCertificateException> refusedByUs(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RefusedCertificateException ours) {
        return Optional.of(ours);
      }
    }
    return Optional.empty();
  }

  private static boolean brokeOff(SSLException failure, String said) {
    return failure.getCause() instanceof EOFException
        || failure.getCause() instanceof SocketException
        || said.contains("Remote host terminated");
  }

  private static String ofAlert(String alert, String identitySetting) {
    return switch (alert.toLowerCase(Locale.ROOT)) {
      case WANTS_CERTIFICATE ->
          "the other side wants a certificate, and got none: set " + identitySetting;
      case "bad_certificate", "certificate_unknown", "unsupported_certificate", "access_denied" ->
          "the other side refuses the certificate of %s, or wants one (alert %s)"
              .formatted(identitySetting, alert);
      case "unknown_ca" ->
          "the other side does not trust the authority that issued the certificate of %s"
              .formatted(identitySetting);
      case "certificate_expired" ->
          "the other side says that the certificate of %s has expired".formatted(identitySetting);
      case "certificate_revoked" ->
          "the other side says that the certificate of %s was revoked".formatted(identitySetting);
      case "protocol_version", "handshake_failure", "insufficient_security" ->
          "both sides have no version or cipher of TLS in common, or a certificate is wanted (%s; alert %s)"
              .formatted(identitySetting, alert);
      default -> "the other side ended the TLS handshake (alert %s)".formatted(alert);
    };
  }

  /** What the innermost failure says, for the outer ones wrap its words. */
  private static String root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String said = root.getMessage();
    if (said == null || said.isBlank()) {
      said = failure.getMessage();
    }
    return said == null ? root.getClass().getSimpleName() : said.lines().findFirst().orElse("");
  }
}
