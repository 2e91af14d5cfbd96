package com.huleedu.ras.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MisspellingTest {
  @ParameterizedTest
  @CsvSource({
    "port, port, 0",
    "prot, port, 2",
    "pot, port, 1",
    "ports, port, 1",
    "part, port, 1",
    "sitting, kitten, 3",
    "x, '', 1"
  })
  void asManyLettersAsDifferMayDiffer(String name, String other, int letters) {
    Misspelling misspelling = new Misspelling(name);

    assertThat(misspelling.nearest(List.of(other), letters)).contains(other);
    if (letters > 0) {
      assertThat(misspelling.nearest(List.of(other), letters - 1)).isEmpty();
    }
  }

  @Test
  void theNearestIsMeantAndOfSeveralTheFirstByName() {
    assertThat(new Misspelling("abcd").nearest(List.of("abxy", "abcx", "abcy"), 3))
        .contains("abcx");
  }

  @Test
  void aThirdOfTheLettersMayDifferAndTwoInAnyCase() {
    assertThat(new Misspelling("abc").nearest(List.of("axy"))).contains("axy");
    assertThat(new Misspelling("abc").nearest(List.of("xyz"))).isEmpty();
    assertThat(new Misspelling("abcdefghi").nearest(List.of("abcdefxyz"))).contains("abcdefxyz");
    assertThat(new Misspelling("abcdefghi").nearest(List.of("abcdewxyz"))).isEmpty();
  }
}
