package com.huleedu.ras.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisCommandExecutionException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** What a failed command says, under whatever futures put around it. */
class FailuresTest {
  private final RedisCommandExecutionException wrongType =
      new RedisCommandExecutionException("WRONGTYPE Operation against a key");

  @Test
  void onlyTheWrappersOfFuturesAreTakenOff() {
    Throwable twice = new ExecutionException(new CompletionException(wrongType));
    assertThat(Failures.unwrap(twice)).isSameAs(wrongType);
    assertThat(Failures.unwrap(wrongType)).isSameAs(wrongType);

    RuntimeException ours = new IllegalStateException(wrongType);
    assertThat(Failures.unwrap(new CompletionException(ours))).isSameAs(ours);
    Throwable empty = new CompletionException(null, null);
    assertThat(Failures.unwrap(empty)).isSameAs(empty);
  }

  @Test
  void theInnermostCauseSaysItBest() {
    assertThat(Failures.reason(new IllegalStateException("outer", wrongType)))
        .isEqualTo("WRONGTYPE Operation against a key");
    assertThat(Failures.reason(new CompletionException(new IllegalStateException())))
        .isEqualTo("IllegalStateException");
  }

  @Test
  void aKeyOfAnotherTypeIsToldByTheErrorAlone() {
    assertThat(Failures.isWrongType(new CompletionException(wrongType))).isTrue();
    assertThat(Failures.isWrongType(new RedisCommandExecutionException("NOREPLICAS Not enough")))
        .isFalse();
    assertThat(Failures.isWrongType(new IllegalStateException("WRONGTYPE"))).isFalse();
    assertThat(Failures.isWrongType(new RedisCommandExecutionException((String) null))).isFalse();
  }

  @Test
  void whatIsOfConnectingMayBeUnderOtherFailures() {
    assertThat(Failures.isOfConnecting(new ConnectException("refused"))).isTrue();
    assertThat(Failures.isOfConnecting(new IllegalStateException(new UnknownHostException("h"))))
        .isTrue();
    assertThat(Failures.isOfConnecting(new CompletionException(wrongType))).isFalse();
  }
}
