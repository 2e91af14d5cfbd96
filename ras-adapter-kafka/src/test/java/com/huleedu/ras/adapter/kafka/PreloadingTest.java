package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class PreloadingTest {
  /** At a start nobody would see that a class went elsewhere: it only takes longer. */
  @Test
  void everyClassIsThereAndMayBeInitialised() {
    assertThatCode(Preloading::load).doesNotThrowAnyException();
  }
}
