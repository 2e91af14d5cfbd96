package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.bootstrap.configuration.RasConfiguration;
import com.huleedu.ras.domain.port.checkup.Finding;
import com.huleedu.ras.domain.port.checkup.Finding.State;
import com.huleedu.ras.embedded.IssuedCertificate;
import com.huleedu.ras.embedded.TestAuthority;
import com.huleedu.ras.testkit.contract.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mistakes of an operator on the machine of RAS, planted: what a checkup says of each. */
class LocalChecksTest {
  private static final String KEY = "k-" + "7f3a9c".repeat(6);

  private final Map<String, String> environment =
      new HashMap<>(
          Map.of(
              "DATABASE_URL", "postgresql://ras@db/ras",
              "KAFKA_BOOTSTRAP_SERVERS", "kafka:9092",
              "REDIS_URL", "redis://cache",
              "INTERNAL_API_KEY", KEY));

  private InstantSource now = InstantSource.system();

  private List<Finding> look(String id) {
    RasConfiguration configuration = RasConfiguration.fromEnvironment(environment);
    return Findings.of(LocalChecks.of(configuration, environment, now), id);
  }

  private void finds(String id, State state, String... words) {
    Findings.assertOne(look(id), state, words);
  }

  @Test
  void whereAllIsWell() {
    finds("L3", State.OK, "of their own");
    finds("L4", State.OK, "none is shown");
    finds("L5", State.OK, "each is known");
    finds("L6", State.OK, "Java 25");
  }

  @Test
  void aKeyOfTheDemoAndOneOfTwoServices() {
    environment.put("INTERNAL_API_KEY", "demo-key");
    finds("L3", State.WARN, "INTERNAL_API_KEY", "everybody knows");

    environment.put("INTERNAL_API_KEY", KEY);
    environment.put("SERVICE_API_KEYS", "{\"api-gateway-service\":\"%s\"}".formatted(KEY));
    List<Finding> findings = look("L3");
    assertThat(findings)
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.what())
              .contains("api-gateway-service", "SERVICE_API_KEYS")
              .doesNotContain(KEY);
          assertThat(finding.state()).isEqualTo(State.WARN);
        });
  }

  @Test
  void aSecretThatEveryUserMayRead(@TempDir Path folder) throws IOException {
    Path secret = Files.writeString(folder.resolve("key"), KEY);
    environment.remove("INTERNAL_API_KEY");
    environment.put("INTERNAL_API_KEY_FILE", secret.toString());

    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
    finds("L3", State.WARN, "every user of this machine", "INTERNAL_API_KEY_FILE", "chmod 600");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    finds("L3", State.OK, "of their own");
  }

  @Test
  void aPrivateKeyThatEveryUserMayReadAndACertificateThatTheyMay(@TempDir Path folder)
      throws IOException {
    IssuedCertificate own = TestAuthority.create(folder).client("ras");
    Path key = readable(own.key());
    readable(own.chain());
    environment.put("DATABASE_SSLMODE", "verify-full");
    environment.put("DATABASE_SSLCERT", own.chain().toString());
    environment.put("DATABASE_SSLKEY", key.toString());
    finds("L3", State.WARN, "every user of this machine may read the file of DATABASE_SSLKEY");

    environment.remove("DATABASE_SSLKEY");
    environment.put("DATABASE_SSLKEY_FILE", key.toString());
    finds("L3", State.WARN, "may read the file of DATABASE_SSLKEY_FILE");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    finds("L3", State.OK, "of their own");
  }

  @Test
  void aFileOfSettingsThatEveryUserMayReadAndInWhichASecretStands(@TempDir Path folder)
      throws IOException {
    Path settings = folder.resolve("ras.yaml");
    Files.writeString(settings, "database: {url: 'postgresql://ras:s3cr3t@db/ras'}");
    readable(settings);
    environment.remove("DATABASE_URL");
    environment.put("RAS_CONFIG", settings.toString());
    finds("L3", State.WARN, "may read the file of RAS_CONFIG, in which DATABASE_URL stands");

    Files.writeString(settings, "database: {url: 'postgresql://ras@db/ras'}");
    finds("L3", State.OK, "of their own");
  }

  private static Path readable(Path file) throws IOException {
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  @Test
  void aCertificateThatHasEndedEndsOrIsNotYetValid(@TempDir Path folder) {
    TestAuthority authority = TestAuthority.create(folder);
    IssuedCertificate own = authority.client("ras");
    environment.put("DATABASE_SSLMODE", "verify-full");
    environment.put("DATABASE_SSLROOTCERT", authority.trustedPem().toString());
    environment.put("DATABASE_SSLCERT", own.chain().toString());
    environment.put("DATABASE_SSLKEY", own.key().toString());
    Instant end = own.certificate().getNotAfter().toInstant();
    Instant begin = own.certificate().getNotBefore().toInstant();

    now = InstantSource.fixed(end.plusSeconds(1));
    finds("L4", State.FAIL, "has ended on " + end, "put the next one in its place");
    now = InstantSource.fixed(begin.minusSeconds(1));
    finds("L4", State.FAIL, "is valid from %s on".formatted(begin), "NTP");
    now = InstantSource.fixed(end.minus(Duration.ofDays(3)));
    finds("L4", State.WARN, "ends in 3 days");
  }

  @Test
  void aSettingThatThereIsNot() {
    environment.put("KAFKA_MAX_POL_RECORD_COUNT", "7");

    finds("L5", State.WARN, "KAFKA_MAX_POL_RECORD_COUNT is not a setting of RAS");
  }

  @Test
  void aHeapForWhichThereIsNoRoomFewFilesAndNoPlaceToUnpack(@TempDir Path folder) {
    List<Finding> findings =
        new JvmChecks(900 << 20, 1_000 << 20, 10_239, 5_120, folder.resolve("none")).look();

    assertThat(findings).extracting(Finding::state).containsOnly(State.WARN);
    assertThat(findings.get(0).what()).contains("900 MiB of 1000 MiB");
    assertThat(findings.get(1).what()).contains("10239 files", "5120 connections");
    assertThat(findings.get(1).advice()).contains("ulimit -n 10240");
    assertThat(findings.get(2).what()).contains("can't be written");
    assertThat(new JvmChecks(700 << 20, 1_000 << 20, 10_240, 5_120, folder).look())
        .extracting(Finding::state)
        .containsExactly(State.OK);
  }
}
