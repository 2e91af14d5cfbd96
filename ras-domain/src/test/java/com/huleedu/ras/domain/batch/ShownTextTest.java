package com.huleedu.ras.domain.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShownTextTest {
  @Test
  void nothing_is_shown_of_what_is_not_there() {
    assertThat(ShownText.of(null)).isEqualTo(new ShownText(null, false));
    assertThat(ShownText.ofObject(null)).isEqualTo(new ShownText(null, false));
  }

  /** Of two code units, too: it is characters that count, as in the database. */
  @ParameterizedTest
  @ValueSource(strings = {"x", "ä", "\uD83D\uDE00"})
  void a_text_is_whole_up_to_its_length_and_ends_between_characters(String character) {
    String longest = character.repeat(ShownText.CHARACTERS);
    assertThat(ShownText.of(longest)).isEqualTo(new ShownText(longest, false));
    for (int more : new int[] {1, 2, 900_000}) {
      assertThat(ShownText.of(longest + character.repeat(more)))
          .isEqualTo(new ShownText(longest + "…", true));
    }
  }

  /** However much more was left out. */
  @Test
  void one_character_more_tells_that_there_is_more() {
    String text = "1\uD83D\uDE00".repeat(ShownText.CHARACTERS);
    String read = text.substring(0, text.offsetByCodePoints(0, ShownText.CHARACTERS + 1));
    assertThat(ShownText.of(read)).isEqualTo(ShownText.of(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "ä", "\uD83D\uDE00"})
  void an_object_is_whole_or_not_shown(String character) {
    String longest = "{\"\":\"" + character.repeat(ShownText.OBJECT_CHARACTERS - 7) + "\"}";
    assertThat(ShownText.ofObject(longest)).isEqualTo(new ShownText(longest, false));
    assertThat(ShownText.ofObject(longest + " ")).isEqualTo(new ShownText(null, true));
  }
}
