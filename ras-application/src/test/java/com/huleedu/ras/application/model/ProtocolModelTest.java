package com.huleedu.ras.application.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * G1 and G7 in every state that the protocol can get into; and that each of its parts is needed.
 */
class ProtocolModelTest {
  /** Where among the three events the registration lies; ten million states each. */
  static IntStream oneOrAll() {
    return Boolean.getBoolean("ras.long") ? IntStream.range(0, 3) : IntStream.of(1);
  }

  @ParameterizedTest
  @MethodSource("oneOrAll")
  void nothingIsLostAndNothingIsStaleInAnyState(int registrationAt) {
    explore(registrationAt);
  }

  private static void explore(int registrationAt) {
    Explorer explorer = new Explorer(new Protocol(Design.AS_BUILT, registrationAt));
    assertThat(explorer.explore()).isEmpty();
    assertThat(explorer.reached(allDone())).as("the end was reached").isTrue();
    System.out.printf("Registration at offset %d: %,d states%n", registrationAt, explorer.count());
  }

  private static long allDone() {
    long projected = Layout.STORED.with(Layout.POSITION.with(0L, Protocol.EVENTS), Protocol.ALL);
    long promised = Layout.PROMISED.with(projected, Protocol.ALL);
    return Layout.COMMITTED.with(Layout.MARKED.with(promised, Protocol.ALL), Protocol.EVENTS);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AS_BUILT")
  void whateverIsTakenOutSomethingBreaks(Design spoilt) {
    Optional<String> broken = new Explorer(new Protocol(spoilt, 1)).explore();
    assertThat(broken).isPresent();
    System.out.println(spoilt + ": " + broken.get());
  }
}
