package com.huleedu.ras.adapter.kafka.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.embedded.TestAuthority;
import com.huleedu.ras.tls.Identity;
import com.huleedu.ras.tls.Material;
import com.huleedu.ras.tls.Tls;
import com.huleedu.ras.tls.Trust;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The engines that Kafka's clients are given. */
class LiveEnginesTest {
  @TempDir private static Path files;
  private final LiveEngines engines = new LiveEngines();

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "https"})
  void namesOfHostsAreVerifiedWhateverIsSaid(String said) {
    TestAuthority authority = TestAuthority.create(files);
    Trust trust = new Trust.Pem(Material.file("X_CA", authority.trustedPem()));
    engines.configure(
        Map.of(LiveEngines.TLS, Tls.load("kafka", trust, new Identity.None()), "other", "x"));

    SSLEngine engine = engines.createClientSslEngine("broker.example", 9093, said);

    assertThat(engine.getUseClientMode()).isTrue();
    assertThat(engine.getPeerHost()).isEqualTo("broker.example");
    assertThat(engine.getSSLParameters().getEndpointIdentificationAlgorithm()).isEqualTo("HTTPS");
  }

  @Test
  void withoutTlsThereAreNone() {
    assertThatThrownBy(() -> engines.configure(Map.of("other", "x")))
        .isInstanceOf(NullPointerException.class)
        .hasMessage(LiveEngines.TLS);
  }
}
