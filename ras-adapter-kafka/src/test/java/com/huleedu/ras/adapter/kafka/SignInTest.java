package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.domain.MisconfiguredException;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;

/** Of {@link SignIn} what needs no broker; the rest is in {@link SecuredKafkaTest}. */
class SignInTest {
  private static Map<String, Object> parsed(String text) {
    return Map.of("sasl.mechanism", "PLAIN", "sasl.jaas.config", new Password(text));
  }

  @Test
  void aTextThatIsNoneIsNamedAndNotShown() {
    assertThatThrownBy(() -> SignIn.checkText(parsed("x required a=\"b\"hidden=;")))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageStartingWith("KAFKA_SASL_JAAS_CONFIG can't be read")
        .hasMessageNotContaining("hidden")
        .hasNoCause();
    assertThatCode(() -> SignIn.checkText(parsed("x required a=\"b\";")))
        .doesNotThrowAnyException();
  }
}
