package com.huleedu.ras.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisCommandExecutionException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** What a failed command says, under whatever futures put around it. */
class FailuresTest {
  private static final RedisCommandExecutionException WRONG_TYPE =
      new RedisCommandExecutionException("WRONGTYPE Operation against a key");

  @Test
  void onlyTheWrappersOfFuturesAreTakenOff() {
    Throwable twice = new ExecutionException(new CompletionException(WRONG_TYPE));
    assertThat(Failures.unwrap(twice)).isSameAs(WRONG_TYPE);
    assertThat(Failures.unwrap(WRONG_TYPE)).isSameAs(WRONG_TYPE);

    RuntimeException ours = new IllegalStateException(WRONG_TYPE);
    assertThat(Failures.unwrap(new CompletionException(ours))).isSameAs(ours);
    Throwable empty = new CompletionException(null, null);
    assertThat(Failures.unwrap(empty)).isSameAs(empty);
  }

  @Test
  void theInnermostCauseSaysItBest() {
    assertThat(Failures.reason(new IllegalStateException("outer", WRONG_TYPE)))
        .isEqualTo("WRONGTYPE Operation against a key");
    assertThat(Failures.reason(new CompletionException(new IllegalStateException())))
        .isEqualTo("IllegalStateException");
  }

  @Test
  void aKeyOfAnotherTypeIsToldByTheErrorAlone() {
    assertThat(Failures.isWrongType(new CompletionException(WRONG_TYPE))).isTrue();
    assertThat(Failures.isWrongType(new RedisCommandExecutionException("NOREPLICAS Not enough")))
        .isFalse();
    assertThat(Failures.isWrongType(new IllegalStateException("WRONGTYPE"))).isFalse();
    assertThat(Failures.isWrongType(new RedisCommandExecutionException((String) null))).isFalse();
  }
}
