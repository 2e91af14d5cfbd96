package com.huleedu.ras.adapter.postgres.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.SQLDataException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One piece is encoded while another is sent, and what either throws is thrown. */
class EncodeAheadTest {
  private final List<String> encoded = Collections.synchronizedList(new ArrayList<>());
  private final List<String> sent = new ArrayList<>();

  private String encode(String piece) {
    encoded.add(
        piece + " by " + (Thread.currentThread().getName().equals("ras-encoder") ? "it" : "us"));
    return piece;
  }

  @Test
  void theNextIsEncodedWhileOneIsSentAndNoMore() throws SQLException {
    EncodeAhead.forEach(
        List.of("a", "b", "c", "d"),
        this::encode,
        piece -> {
          sent.add(piece);
          int ahead = Math.min(4, sent.size() + 1);
          await().until(() -> encoded.size() == ahead);
        });

    assertThat(sent).containsExactly("a", "b", "c", "d");
    assertThat(encoded).containsExactly("a by us", "b by it", "c by it", "d by it");
  }

  @Test
  void oneAloneIsNotHandedOver() throws SQLException {
    EncodeAhead.forEach(List.of("a"), this::encode, sent::add);
    EncodeAhead.forEach(List.of(), this::encode, sent::add);

    assertThat(sent).containsExactly("a");
    assertThat(encoded).containsExactly("a by us");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "c"})
  void whatCanNotBeEncodedIsSaidAsItIs(String bad) {
    SQLDataException refused = new SQLDataException("time out of range");

    assertThatThrownBy(() ->
            EncodeAhead.forEach(
                List.of("a", "b", "c", "d"),
                piece -> {
                  if (piece.equals(bad)) {
                    throw refused;
                  }
                  return piece;
                },
                sent::add))
        .isSameAs(refused);

    assertThat(sent).hasSize(bad.equals("a") ? 0 : 2);
  }

  @Test
  void soAreMistakesAndErrors() {
    for (Throwable mistake :
        List.of(new IllegalStateException("on purpose"), new OutOfMemoryError("on purpose"))) {
      assertThatThrownBy(() ->
              EncodeAhead.forEach(
                  List.of("a", "b"),
                  piece -> {
                    if (piece.equals("b")) {
                      thrown(mistake);
                    }
                    return piece;
                  },
                  sent::add))
          .isSameAs(mistake);
    }
  }

  private static void thrown(Throwable mistake) {
    if (mistake instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) mistake;
  }

  @Test
  void afterWhatCanNotBeSentNothingIs() {
    assertThatThrownBy(() ->
            EncodeAhead.forEach(
                List.of("a", "b", "c"),
                this::encode,
                piece -> {
                  sent.add(piece);
                  throw new SQLException("on purpose");
                }))
        .hasMessage("on purpose");

    assertThat(sent).containsExactly("a");
  }
}
