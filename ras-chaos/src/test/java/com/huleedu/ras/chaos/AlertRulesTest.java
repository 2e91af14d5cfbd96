package com.huleedu.ras.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules with shorter windows, and what provokes each. */
class AlertRulesTest {
  private static final Pattern WINDOW = Pattern.compile("\\[[0-9a-z]+]|\"for\" : \"[0-9a-z]+\"");
  private static final Checkout CHECKOUT = Checkout.find();

  private final AlertRules shipped = AlertRules.read(CHECKOUT.rules());

  @ParameterizedTest
  @CsvSource({
    "5m, 5s",
    "1h, 1m",
    "1h30m, 90s",
    "90s, 1500ms",
    "250ms, 4ms",
    "10ms, 1ms",
    "1d, 24m",
    "1w, 168m",
    "1y, 146h",
    "0s, 0s",
    "-5m, -5s"
  })
  void aDurationIsDivided(String duration, String divided) {
    assertThat(AlertRules.divided(duration, 60)).isEqualTo(divided);
  }

  @Test
  void everyWindowIsAndNoThreshold() {
    AlertRules rules =
        AlertRules.of(
            """
            groups:
              - name: g
                interval: 15s
                rules:
                  - alert: A
                    expr: rate(x{a="5m"}[5m] offset 1h) + max_over_time(y[1h:1m]) > 14 * 86400
                    for: 1h
                    keep_firing_for: 2m
                    annotations: {summary: 'for 5m, [5m]'}
            """);

    assertThat(rules.withWindowsDividedBy(60))
        .contains(
            "\"interval\" : \"250ms\"",
            "rate(x{a=\\\"5m\\\"}[5s] offset 1m) + max_over_time(y[1m:1s]) > 14 * 86400",
            "\"for\" : \"1m\"",
            "\"keep_firing_for\" : \"2s\"",
            "\"summary\" : \"for 5m, [5m]\"");
  }

  @Test
  void nothingElseOfWhatIsShippedChanges() {
    String whole = shipped.withWindowsDividedBy(1);
    String divided = shipped.withWindowsDividedBy(60);

    assertThat(WINDOW.matcher(divided).replaceAll("w"))
        .isEqualTo(WINDOW.matcher(whole).replaceAll("w"));
    assertThat(windows(whole)).isEqualTo(windows(divided)).isGreaterThan(25);
    assertThat(divided)
        .contains("[5s]", "[1m]", "\"for\" : \"10s\"", "< 86400", "> 8 * 86400")
        .doesNotContain("[5m]", "[1h]", "\"for\" : \"10m\"");
    assertThat(AlertRules.of(divided).names()).isEqualTo(shipped.names());
  }

  @ParameterizedTest
  @CsvSource({"RasDown, PT0S", "RasStalled, PT5M", "RasFreshnessBurn, PT1H", "RasNothing, PT0S"})
  void aRuleLooksBackAsFarAsItsLongestWindow(String alert, Duration time) {
    assertThat(shipped.looksBack(alert)).isEqualTo(time);
  }

  private static long windows(String rules) {
    return WINDOW.matcher(rules).results().count();
  }

  @Test
  void eachAlertIsProvokedAndHasALineOnThePage() {
    assertThat(Provocations.byAlert().keySet()).containsExactlyElementsOf(shipped.names());
    assertThat(AlertPage.read(CHECKOUT.page()).besideEach().keySet())
        .containsExactlyInAnyOrderElementsOf(shipped.names());
  }

  @Test
  void thePageSaysWhatMayFireBesideEach() {
    AlertPage page =
        AlertPage.of(
            """
            | alert | severity | fires when | beside it may be |
            |---|---|---|---|
            | [RasOne](#rasone) | page | RasThree, for 1 min | none: without it nothing is known |
            | [RasTwo](#rastwo) | warn | it fires | RasOne, and afterwards RasThree |
            """);

    assertThat(page.beside("RasOne")).isEmpty();
    assertThat(page.beside("RasTwo")).containsExactlyInAnyOrder("RasOne", "RasThree");
  }
}
