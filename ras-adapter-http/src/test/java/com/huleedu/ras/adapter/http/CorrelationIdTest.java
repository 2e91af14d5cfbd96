package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorrelationIdTest {
  private static final String LONGEST = "x".repeat(128);

  @ParameterizedTest
  @ValueSource(strings = {"a", "a b", "!~", "%0A"})
  void whatCanBeLoggedIsTakenOver(String id) {
    assertThat(CorrelationId.of(List.of(id))).isEqualTo(id);
    assertThat(CorrelationId.of(List.of("  " + id + "\t"))).isEqualTo(id);
    assertThat(CorrelationId.of(List.of(LONGEST))).isEqualTo(LONGEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\u001Fb", "a\u007Fb", "a\tb", "a\nb", "ü", "a\uFFFD"})
  void whatCannotIsReplaced(String id) {
    assertIsNew(List.of(id));
    assertIsNew(List.of(LONGEST + "x"));
  }

  @Test
  void noneOrSeveralAreReplaced() {
    assertIsNew(List.of());
    assertIsNew(List.of("a", "a"));
  }

  private static void assertIsNew(List<String> values) {
    String id = CorrelationId.of(values);
    UUID made = UUID.fromString(id);
    assertThat(made.toString()).isEqualTo(id);
    assertThat(made.version()).isEqualTo(4);
    assertThat(made.variant()).isEqualTo(2);
    assertThat(CorrelationId.of(values)).isNotEqualTo(id);
  }
}
