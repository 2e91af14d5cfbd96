package com.huleedu.ras.tls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"\u001b", "\n", "\u0085", "\u009b", "\u2028", "\u202e", "\ue000", "\u0000"})
  void whatATerminalObeysIsNotShown(String obeyed) {
    assertThat(ForeignText.shown("a" + obeyed + "b")).isEqualTo("a?b");
  }

  @Test
  void namesOfTheWorldAre() {
    assertThat(ForeignText.shown("CN=Åsa Öhman, 漢字 😀")).isEqualTo("CN=Åsa Öhman, 漢字 😀");
  }

  @Test
  void whatIsLongIsCut() {
    assertThat(ForeignText.shown("x".repeat(1_000_000))).hasSize(201).endsWith("x…");
    assertThat(ForeignText.shown("x".repeat(200))).hasSize(200);
  }
}
