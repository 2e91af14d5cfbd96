package com.huleedu.ras.adapter.postgres.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.adapter.postgres.model.BulkUpsert.Piece;
import com.huleedu.ras.adapter.postgres.model.UpsertTable.Column;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncodingTest {
  private final Map<Integer, String> encodedBy = new ConcurrentHashMap<>();

  @Test
  void allComeInTheirOrderAndThenNone() throws SQLException {
    Encoding<Integer> encoding = of("bigint", fact -> fact).encoding(facts(2_150));

    List<String> values = new ArrayList<>();
    for (Piece piece = encoding.next(); piece != null; piece = encoding.next()) {
      values.add(piece.arrays().getFirst().getValue());
    }

    assertThat(values).containsExactly(array(0, 1_000), array(1_000, 2_000), array(2_000, 2_150));
    assertThat(encoding.next()).isNull();
  }

  @Test
  void manyAreEncodedBesideWhoWillSendThemAndBeforeTheyAreAskedFor() throws SQLException {
    Encoding<Integer> encoding = of("bigint", this::seen).encoding(facts(1_300));
    await().until(() -> encodedBy.size() == 1_000);

    encoding.next();

    await().until(() -> encodedBy.size() == 1_300);
    assertThat(encodedBy.values()).containsOnly("encode");
  }

  @Test
  void fewAreEncodedByWhoSendsThem() throws SQLException {
    Encoding<Integer> encoding = of("bigint", this::seen).encoding(facts(150));
    assertThat(encodedBy).isEmpty();

    encoding.next();

    assertThat(encodedBy.values()).containsOnly(Thread.currentThread().getName());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1_000})
  void whatPostgresqlWouldNotTakeIsSaidAsItWouldSayIt(int count) {
    Encoding<Integer> encoding = of("timestamptz", _ -> Instant.MAX).encoding(facts(count));

    assertThatThrownBy(encoding::next)
        .isInstanceOfSatisfying(
            SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("22008"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1_000})
  void aFailureOfOursStaysWhatItIs(int count) {
    RuntimeException ours = new IllegalStateException("ours");
    Encoding<Integer> encoding =
        of(
                "bigint",
                _ -> {
                  throw ours;
                })
            .encoding(facts(count));

    assertThatThrownBy(encoding::next).isSameAs(ours);
  }

  private Object seen(Integer fact) {
    encodedBy.put(fact, Thread.currentThread().getName());
    return fact;
  }

  private static BulkUpsert<Integer> of(String type, Function<Integer, @Nullable Object> value) {
    return new BulkUpsert<>(
        new UpsertTable<>(
            "t",
            List.of(new Column<>("k", type, value)),
            List.of(),
            List.of(new Column<>("m", "bigint", _ -> null)),
            List.of()));
  }

  private static List<Integer> facts(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static String array(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(value -> "\"" + value + "\"")
        .collect(Collectors.joining(",", "{", "}"));
  }
}
