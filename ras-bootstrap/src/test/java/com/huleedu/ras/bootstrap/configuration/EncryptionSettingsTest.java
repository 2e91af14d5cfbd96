package com.huleedu.ras.bootstrap.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.embedded.IssuedCertificate;
import com.huleedu.ras.embedded.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings of TLS and SASL: each is used, or refused by name; none is passed over in silence. */
class EncryptionSettingsTest {
  private static final String URL = "postgresql://ras@db/ras";

  @TempDir private static Path directory;
  private static TestAuthority authority;
  private static IssuedCertificate issued;

  private final Map<String, String> environment =
      new HashMap<>(
          Map.of(
              "DATABASE_URL", URL,
              "KAFKA_BOOTSTRAP_SERVERS", "kafka:9092",
              "REDIS_URL", "redis://cache:6379/0",
              "INTERNAL_API_KEY", "a-key-that-is-long-enough-to-be-one"));

  @BeforeAll
  static void issue() {
    authority = TestAuthority.create(directory);
    issued = authority.client("ras");
  }

  private void set(String... pairs) {
    for (int i = 0; i < pairs.length; i += 2) {
      environment.put(pairs[i], pairs[i + 1]);
    }
  }

  private RasConfiguration read() {
    return new ConfigurationReader(new Settings(environment)).read();
  }

  /** The mistakes that are named, in one text; empty if there are none. */
  private String mistakes() {
    try {
      read();
      return "";
    } catch (RuntimeException wrong) {
      return String.valueOf(wrong.getMessage());
    }
  }

  private List<String> warnings() {
    ConfigurationReader reader = new ConfigurationReader(new Settings(environment));
    reader.read();
    return reader.warnings();
  }

  @Test
  void certificatesOfPostgresqlAreReadByRasWhereItsAuthorityIsNamed() {
    set(
        "DATABASE_SSLMODE", "verify-full",
        "DATABASE_SSLROOTCERT", authority.trustedPem().toString(),
        "DATABASE_SSLCERT_FILE", issued.chain().toString(),
        "DATABASE_SSLKEY_FILE", issued.key().toString());

    RasConfiguration configuration = read();

    assertThat(configuration.postgres().tls()).isPresent();
    assertThat(configuration.postgres().jdbcUrl()).endsWith("?sslmode=verify-full");
    assertThat(configuration.tls()).hasSize(1);
    assertThat(warnings()).as("they are known").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"?ssl=true", "?sslmode=VERIFY-FULL"})
  void alsoWhereTheUrlSaysItInOtherWords(String parameter) {
    set("DATABASE_URL", URL + parameter, "DATABASE_SSLROOTCERT", authority.trustedPem().toString());

    assertThat(read().postgres().tls()).isPresent();
  }

  @Test
  void theAuthoritiesOfTheSystemAreAWordAndNoFile() {
    set("DATABASE_SSLMODE", "verify-full", "DATABASE_SSLROOTCERT", "system");

    assertThat(read().postgres().tls()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "prefer", "allow", "disable"})
  void certificatesAreNotForConnectionsThatMayBeInClear(String mode) {
    set("DATABASE_SSLMODE", mode, "DATABASE_SSLROOTCERT", authority.trustedPem().toString());

    assertThat(mistakes())
        .contains("DATABASE_SSLROOTCERT is of no use: DATABASE_SSLMODE has to be verify-full");
  }

  @Test
  void theDriverIsToldWhereFilesAreAndNotWhatIsInThem() throws IOException {
    Path key = Files.write(directory.resolve("ras.pk8"), new byte[] {0x30, 0x03, (byte) 0xff});
    set(
        "DATABASE_SSLMODE", "require",
        "DATABASE_SSLCERT_FILE", issued.chain().toString(),
        "DATABASE_SSLKEY_FILE", key.toString());

    assertThat(read().postgres().jdbcUrl()).contains("sslkey=", "ras.pk8").doesNotContain("BEGIN");
  }

  @Test
  void aKeyInASettingIsNeverATextOfTheUrl() throws IOException {
    set(
        "DATABASE_SSLMODE", "require",
        "DATABASE_SSLCERT", Files.readString(issued.chain()),
        "DATABASE_SSLKEY", Files.readString(issued.key()).replace("\n", " "));

    assertThat(mistakes())
        .contains("DATABASE_SSLKEY holds a PEM text")
        .contains("DATABASE_SSLCERT holds a PEM text")
        .doesNotContain("BEGIN");
  }

  @ParameterizedTest
  @CsvSource({
    "sslpassword=ab%zzcd, sslpassword has a % that begins no escape",
    "sslkey=/x%00y, sslkey is no path",
    "sslmode=disable&sslmode=verify-full, sslmode is there twice"
  })
  void whatIsWrongInTheUrlIsNamedAndNotQuoted(String parameters, String words) {
    set("DATABASE_URL", URL + "?" + parameters);

    assertThat(mistakes())
        .contains("DATABASE_URL: the parameter " + words)
        .doesNotContain("zz", "/x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rediss://cache", "rediss-sentinel://cache?sentinelMasterId=m"})
  void redisIsEncryptedByEachUrlThatSaysSo(String url) {
    set("REDIS_URL", url, "REDIS_TLS_CA", authority.trustedPem().toString());

    assertThat(read().redis().orElseThrow().tls()).isPresent();
  }

  @Test
  void certificatesForARedisInClearAreRefused() {
    set("REDIS_TLS_CA", authority.trustedPem().toString());

    assertThat(mistakes()).contains("REDIS_URL: the URL has to begin with rediss://");
  }

  /** Switched off in a hurry: that must not keep the service from starting. */
  @Test
  void certificatesForNoRedisAreAWarning() {
    environment.remove("REDIS_URL");
    set("CACHE_ENABLED", "false", "REDIS_TLS_CA", authority.trustedPem().toString());

    assertThat(warnings()).contains("REDIS_TLS_CA is not used: there is no REDIS_URL");
  }

  @ParameterizedTest
  @CsvSource({
    "KAFKA_SSL_TRUSTSTORE_PASSWORD, is of no use: KAFKA_SECURITY_PROTOCOL",
    "KAFKA_SSL_KEYSTORE_TYPE, is of no use: KAFKA_SECURITY_PROTOCOL",
    "KAFKA_SASL_OAUTHBEARER_SCOPE, is of no use: there is no sign-in",
    "KAFKA_SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_SECRET, is of no use: there is no sign-in",
    "HTTP_TLS_PRIVATE_KEY_PASSWORD, is of no use without HTTP_TLS_PRIVATE_KEY",
    "ADMIN_TLS_CLIENT_CA, is of no use without ADMIN_TLS_CERTIFICATE"
  })
  void whatWouldNotBeUsedIsNamed(String key, String words) {
    set(key, key.endsWith("TYPE") ? "PEM" : authority.trustedPem().toString());

    assertThat(mistakes()).contains(key + " " + words);
  }

  @Test
  void passwordsOfStoresThatAreNotThereAreNamed() {
    set("KAFKA_SECURITY_PROTOCOL", "SSL", "KAFKA_SSL_KEY_PASSWORD", "x");

    assertThat(mistakes())
        .contains("KAFKA_SSL_KEY_PASSWORD is of no use without KAFKA_SSL_KEYSTORE_LOCATION");
  }

  @ParameterizedTest
  @CsvSource({"http://tokens:8080/t, true", "http://127.0.0.1/t, false", "https://tokens/t, false"})
  void aSecretThatGoesInClearIsSaid(String endpoint, boolean said) {
    set(
        "KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT",
        "KAFKA_SASL_MECHANISM", "OAUTHBEARER",
        "KAFKA_SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL", endpoint,
        "KAFKA_SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_ID", "ras",
        "KAFKA_SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_SECRET", "x");

    assertThat(warnings().stream().anyMatch(line -> line.contains("in clear"))).isEqualTo(said);
  }

  @Test
  void aUrlWithoutASchemeIsNoEndpoint() {
    set(
        "KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT",
        "KAFKA_SASL_MECHANISM", "OAUTHBEARER",
        "KAFKA_SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL", "//tokens/t");

    assertThat(mistakes()).contains("TOKEN_ENDPOINT_URL has to be a URL, as https://host/path");
  }
}
