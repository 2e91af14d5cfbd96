package com.huleedu.ras.tls;

import static com.huleedu.ras.tls.HandshakeTest.pem;
import static com.huleedu.ras.tls.HandshakeTest.trusting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.huleedu.ras.embedded.CertificateRequest;
import com.huleedu.ras.embedded.IssuedCertificate;
import com.huleedu.ras.embedded.TestAuthority;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Files that change while connections are made. */
class TlsWatchTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration OFTEN = Duration.ofMillis(20);

  @TempDir private static Path directory;
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(TlsWatch.class);
  private TestAuthority authority;
  private IssuedCertificate files;
  private Tls tls;

  @BeforeEach
  void load() {
    log.start();
    logger.addAppender(log);
    authority = TestAuthority.create(directory);
    files = authority.server();
    tls = Tls.load("redis", trusting(authority), pem(files));
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
  }

  private Object shown() {
    return Objects.requireNonNull(
            Handshake.between(authority.context(), tls.context(), false).shown())
        .getSerialNumber();
  }

  private double failed() {
    return metrics.get("ras.tls.reload.failed").tag("connection", "redis").gauge().value();
  }

  private List<String> lines(Level level) {
    return List.copyOf(log.list).stream()
        .filter(event -> event.getLevel() == level)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Test
  void aCertificateThatIsReplacedIsShownAndToldOf() {
    AtomicInteger told = new AtomicInteger();
    tls.onChange(told::incrementAndGet);
    try (TlsWatch _ = TlsWatch.start(OFTEN, List.of(tls), metrics)) {
      assertThat(shown()).isEqualTo(files.certificate().getSerialNumber());

      IssuedCertificate next = authority.server();
      files.replaceWith(next);
      await().until(() -> shown().equals(next.certificate().getSerialNumber()));
      await().until(() -> told.get() == 1);
      assertThat(failed()).isZero();
      await().until(() -> lines(Level.INFO).size() == 1);
      assertThat(lines(Level.INFO).getFirst()).startsWith("TLS of redis: what changed is taken");
    }
  }

  @Test
  void whatIsOfNoUseNeverTakesThePlaceOfWhatIs() throws IOException {
    Object before = shown();
    String good = Files.readString(files.chain());
    try (TlsWatch _ = TlsWatch.start(OFTEN, List.of(tls), metrics)) {
      Files.writeString(files.chain(), Files.readString(authority.server().chain()));
      await().until(() -> failed() == 1);
      assertThat(shown()).isEqualTo(before);

      Files.writeString(files.chain(), "");
      await().until(() -> lines(Level.ERROR).size() == 2);
      assertThat(lines(Level.ERROR).getFirst())
          .contains("TLS of redis goes on with what it had")
          .contains("X_CERTIFICATE_FILE and X_PRIVATE_KEY_FILE don't belong together");
      assertThat(shown()).isEqualTo(before);

      Files.writeString(files.chain(), good);
      await().until(() -> failed() == 0);
      assertThat(lines(Level.INFO)).anyMatch(line -> line.contains("the files are well again"));
    }
  }

  @Test
  void aCertificateThatHasExpiredIsNotTaken() {
    Object before = shown();
    try (TlsWatch _ = TlsWatch.start(OFTEN, List.of(tls), metrics)) {
      files.replaceWith(authority.issue(CertificateRequest.server().expired()));
      await().until(() -> failed() == 1);

      assertThat(shown()).isEqualTo(before);
      assertThat(lines(Level.ERROR).getFirst()).contains("CN=localhost has expired on ");
    }
  }

  @Test
  void aCertificateThatIsNotValidYetIsNotTaken() {
    Object before = shown();
    try (TlsWatch _ = TlsWatch.start(OFTEN, List.of(tls), metrics)) {
      files.replaceWith(authority.issue(CertificateRequest.server().from(Instant.now().plus(DAY))));
      await().until(() -> failed() == 1);

      assertThat(shown()).isEqualTo(before);
      assertThat(lines(Level.ERROR).getFirst()).contains("CN=localhost is valid from ");
    }
  }

  /** Nobody is worse off by that: the certificate was there before. */
  @Test
  void anotherAuthorityIsTakenBesideACertificateThatHasExpiredMeanwhile() throws IOException {
    IssuedCertificate old = authority.issue(CertificateRequest.client("ras").expired());
    Path trusted = Files.copy(authority.trustedPem(), directory.resolve("trusted-of-old.pem"));
    Tls client = Tls.load("client", new Trust.Pem(Material.file("X_CA", trusted)), pem(old));
    AtomicInteger told = new AtomicInteger();
    client.onChange(told::incrementAndGet);
    try (TlsWatch _ = TlsWatch.start(OFTEN, List.of(client), metrics)) {
      Files.writeString(trusted, Files.readString(TestAuthority.create(directory).trustedPem()));
      await().until(() -> told.get() == 1);
    }
  }

  @Test
  void whatOneOfThemDoesKeepsNoOtherFromHearingOfAChange() {
    AtomicInteger told = new AtomicInteger();
    tls.onChange(() -> {
      throw new IllegalStateException("not renewed");
    });
    tls.onChange(told::incrementAndGet);
    try (TlsWatch _ = TlsWatch.start(OFTEN, List.of(tls), metrics)) {
      files.replaceWith(authority.server());
      await().until(() -> told.get() == 1);
    }
  }

  @Test
  void whoTrustsAnotherAuthorityNowTrustsTheOldOneNoMore() throws IOException {
    TestAuthority next = TestAuthority.create(directory);
    Path trusted = Files.copy(authority.trustedPem(), directory.resolve("trusted-now.pem"));
    Tls client =
        Tls.load("client", new Trust.Pem(Material.file("X_CA", trusted)), new Identity.None());
    try (TlsWatch _ = TlsWatch.start(OFTEN, List.of(client), metrics)) {
      assertThat(Handshake.between(client.context(), tls.context(), false).client()).isNull();

      Files.writeString(trusted, Files.readString(next.trustedPem()));
      // Not by a session that was begun before, either.
      await()
          .until(() -> Handshake.between(client.context(), tls.context(), false).client() != null);
    }
  }

  @Test
  void theEndOfACertificateIsMeasuredAndWarnedOfOnce() {
    Instant end = Instant.now().plus(Duration.ofDays(3));
    files.replaceWith(authority.issue(CertificateRequest.server().until(end)));
    try (TlsWatch _ = TlsWatch.start(OFTEN, List.of(tls), metrics)) {
      await().until(() -> lines(Level.WARN).size() == 1);
      assertThat(lines(Level.WARN).getFirst()).contains("the certificate of CN=localhost ends on");
      assertThat(metrics.get("ras.tls.certificate.expiry.seconds").gauge().value())
          .isEqualTo((double) end.getEpochSecond());
    }
  }
}
