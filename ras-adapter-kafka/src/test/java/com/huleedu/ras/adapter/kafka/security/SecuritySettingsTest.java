package com.huleedu.ras.adapter.kafka.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.tls.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Kafka's clients are told. */
class SecuritySettingsTest {
  private static KafkaSecurity inClear(Sasl sasl) {
    return new KafkaSecurity(Optional.empty(), Optional.of(sasl));
  }

  private static Map<String, Object> parsed(KafkaSecurity security) {
    Map<String, Object> settings = new HashMap<>(SecuritySettings.of(security));
    settings.computeIfPresent("sasl.jaas.config", (_, text) -> new Password((String) text));
    return settings;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "a\"b",
        "a\\b",
        "a\\\"b",
        "; drop=\"1\"",
        "// no comment",
        "ö 漢",
        "a\nb\r\tc"
      })
  void anyUserAndPasswordIsReadAsItIs(String word) {
    for (String mechanism : new String[] {"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"}) {
      Sasl sasl = new Sasl.Password(mechanism, word, new Secret("KAFKA_SASL_PASSWORD", word));
      assertThat(
              JaasContext.loadClientContext(parsed(inClear(sasl)))
                  .configurationEntries()
                  .getFirst()
                  .getOptions())
          .isEqualTo(Map.of("username", word, "password", word));
    }
  }

  @Test
  void theProtocolFollowsFromBoth() {
    assertThat(SecuritySettings.of(KafkaSecurity.PLAINTEXT))
        .isEqualTo(Map.of("security.protocol", "PLAINTEXT"));
    Sasl sasl = new Sasl.Password("PLAIN", "ras", new Secret("KAFKA_SASL_PASSWORD", "word"));
    assertThat(SecuritySettings.of(inClear(sasl)))
        .containsEntry("security.protocol", "SASL_PLAINTEXT")
        .containsEntry("sasl.mechanism", "PLAIN");
  }

  @Test
  void aTextIsNotForTokens() {
    Secret text = new Secret("KAFKA_SASL_JAAS_CONFIG", "x required;");
    assertThatThrownBy(() -> new Sasl.Jaas("OAUTHBEARER", text))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining("KAFKA_SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL");
  }
}
