package com.huleedu.ras.adapter.postgres.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.tls.Identity;
import com.huleedu.ras.tls.Tls;
import com.huleedu.ras.tls.Trust;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the URL has to say beside certificates, so that they are used. */
class TlsSettingsTest {
  private static final Tls TLS = Tls.load("postgresql", new Trust.OfTheJvm(), new Identity.None());

  private static PostgresConfig config(String parameters) {
    return new PostgresConfig("jdbc:postgresql://h/d" + parameters, "u", "s3cr3t", 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?sslmode=disable",
        "?sslmode=allow",
        "?sslmode=prefer",
        "?ssl=true&sslmode=x"
      })
  void aModeThatGoesOnWithoutTlsIsRefused(String parameters) {
    assertThatThrownBy(() -> config(parameters).withTls(TLS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the parameter sslmode has to be verify-full");
  }

  @ParameterizedTest
  @CsvSource({
    "sslrootcert=/s3cr3t",
    "sslcert=/s3cr3t",
    "sslkey=/s3cr3t",
    "sslpassword=s3cr3t",
    "sslfactory=a.s3cr3t",
    "sslfactoryarg=s3cr3t",
    "sslpasswordcallback=a.s3cr3t",
    "pemKeyAlgorithm=s3cr3t"
  })
  void whatWouldNotBeUsedBesideThemIsRefusedByName(String parameter) {
    assertThatThrownBy(() -> config("?sslmode=verify-full&" + parameter).withTls(TLS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the parameter " + parameter.replaceFirst("=.*", "") + " is not used")
        .hasMessageNotContaining("cr3t");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"sslmode=require", "sslmode=verify-ca", "sslmode=VERIFY-FULL", "ssl=true"})
  void aModeThatInsistsOnTlsIsTaken(String parameter) {
    PostgresConfig config = config("?" + parameter).withTls(TLS);
    assertThat(config.inSchema("other").withStatementTimeout(Duration.ofHours(1)).tls())
        .as("kept whatever else changes")
        .contains(TLS);
    assertThat(config.toString()).contains("tls=Tls[postgresql").doesNotContain("cr3t");
    assertThat(DataSources.single(config, Duration.ZERO).getSslfactory())
        .isEqualTo(DriverSockets.class.getName());
  }

  @Test
  void aHostnameVerifierOfTheUrlStays() {
    PostgresConfig config = config("?sslmode=verify-full&sslhostnameverifier=a.B").withTls(TLS);
    assertThat(DataSources.single(config, Duration.ZERO).getSslHostnameVerifier()).isEqualTo("a.B");
  }

  @Test
  void withoutCertificatesAllIsLeftToTheDriver() {
    PostgresConfig config = config("?sslmode=verify-full&sslrootcert=/a");
    assertThat(config.tls()).isEmpty();
    assertThat(config.toString()).contains("tls=none");
    assertThat(DataSources.single(config, Duration.ZERO).getSslfactory())
        .isNotEqualTo(DriverSockets.class.getName());
    assertThat(DataSources.single(config, Duration.ZERO).getSslHostnameVerifier()).isNull();
  }
}
