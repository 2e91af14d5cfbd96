package com.huleedu.ras.application.checkup;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.checkup.Check;
import com.huleedu.ras.domain.port.checkup.Finding;
import com.huleedu.ras.domain.port.checkup.Finding.State;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CheckupTest {
  private static List<Finding> well() {
    return List.of(Finding.ok("well"));
  }

  private static List<CheckResult> run(Check... checks) {
    return new Checkup(Duration.ofMillis(300)).run(List.of(checks));
  }

  private static String said(CheckResult result) {
    return result.findings().getFirst().what();
  }

  @Test
  void oneThatHangsAndOneThatFailsHideNoOther() {
    CountDownLatch never = new CountDownLatch(1);
    List<CheckResult> results =
        run(
            Check.first(
                "A1",
                "a frozen server",
                () -> {
                  try {
                    never.await();
                  } catch (InterruptedException stop) {
                    Thread.currentThread().interrupt();
                  }
                  return List.of();
                }),
            Check.first(
                "B1",
                "a server that is away",
                () -> {
                  throw new UnavailableException("Redis", "it is away");
                }),
            Check.first(
                "C1",
                "a mistake of ours",
                () -> {
                  throw new IllegalStateException("odd");
                }),
            Check.first("D1", "another", CheckupTest::well));

    assertThat(results).extracting(CheckResult::id).containsExactly("A1", "B1", "C1", "D1");
    assertThat(results)
        .extracting(result -> result.findings().getFirst().state())
        .containsExactly(State.FAIL, State.FAIL, State.FAIL, State.OK);
    assertThat(results)
        .extracting(CheckupTest::said)
        .containsExactly("no answer within 0 s", "Redis is unavailable: it is away", "odd", "well");
  }

  @Test
  void whatBuildsOnOneThatFailedIsLeftOutAndSaysSo() {
    List<CheckResult> results =
        run(
            Check.first("A1", "first", () -> List.of(Finding.fail("broken", "mend it"))),
            Check.after("A1", "A2", "second", CheckupTest::well),
            new Check("A3", "third", List.of("B1", "A2"), CheckupTest::well),
            Check.first("B1", "warned", () -> List.of(Finding.warn("odd", "look"))),
            Check.after("B1", "B2", "after a warning", CheckupTest::well));

    assertThat(results)
        .extracting(CheckResult::looked)
        .containsExactly(true, false, false, true, true);
    assertThat(said(results.get(1))).isEqualTo("not looked at: A1 failed");
    assertThat(said(results.get(2))).isEqualTo("not looked at: A2 failed");
  }
}
