package com.huleedu.ras.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentifiersTest {

  @ParameterizedTest
  @CsvSource({
    "'',is empty",
    "'a\0b',NUL",
    "'\uD800',half a surrogate",
    "'x\uDC00y',half a surrogate"
  })
  void whatNoStoreCanHoldIsRefusedByName(String value, String complaint) {
    assertThatThrownBy(() -> new BatchId(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("batch_id", complaint);
  }

  @Test
  void thatGoesForEachKindOfId() {
    List<Function<String, ?>> kinds =
        List.of(BatchId::new, EssayId::new, TextId::new, UploadId::new, UserId::new);
    assertThat(kinds)
        .allSatisfy(
            kind -> assertThatThrownBy(() -> kind.apply("")).hasMessageEndingWith("_id is empty"));
  }

  @Test
  void theLimitCountsCharactersNotUnits() {
    assertThat(new UserId("😀".repeat(255)).value()).hasSize(510);
    assertThat(new EssayId("x".repeat(255)).value()).hasSize(255);
    assertThatThrownBy(() -> new UserId("😀".repeat(256)))
        .hasMessageContainingAll("user_id", "longer than 255");
  }

  @Test
  void aLongOneIsQuotedInPart() {
    assertThatThrownBy(() -> new BatchId("x".repeat(1_000_000)))
        .hasMessageEndingWith("characters: " + "x".repeat(40) + "…");
  }

  @Test
  void inATextTheyAreTheirValue() {
    assertThat(new BatchId("b") + "/" + new UserId("u")).isEqualTo("b/u");
    assertThat(new EssayId("e") + "/" + new TextId("t")).isEqualTo("e/t");
  }

  @Test
  void theOrderIsThatOfCodePoints() {
    List<String> ordered =
        List.of("", "A", "a", "aa", "b", "é", "\uE000", "\uFFFD", "😀", "😀a", "😁");
    List<EssayId> ids = ordered.stream().skip(1).map(EssayId::new).toList();

    assertThat(ids.reversed().stream().sorted().toList()).isEqualTo(ids);
    assertThat(Stream.of("\uFFFD", "😀").sorted().toList())
        .as("which String's own order is not")
        .containsExactly("😀", "\uFFFD");
  }
}
