package com.huleedu.ras.application.checkup;

import com.huleedu.ras.domain.RasException;
import com.huleedu.ras.domain.port.checkup.Check;
import com.huleedu.ras.domain.port.checkup.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has checks done side by side, each for a bounded time: one that fails or hangs keeps no other
 * from being done, but for those that build on it, which say so.
 */
public final class Checkup {
  private static final Logger LOG = LoggerFactory.getLogger(Checkup.class);

  /** Where the server's own words are all that is known. */
  private static final String ADVICE = "start it, or correct what is named (docs/failures.md)";

  private final Duration within;

  /**
   * @param within how long each may take
   */
  public Checkup(Duration within) {
    this.within = within;
  }

  /**
   * Does all of them, and returns when the last is through.
   *
   * @param checks each after those that it builds on
   * @return in the order of the checks
   */
  public List<CheckResult> run(List<Check> checks) {
    ExecutorService working = Executors.newVirtualThreadPerTaskExecutor();
    try {
      List<CompletableFuture<CheckResult>> results = new ArrayList<>();
      Map<String, CompletableFuture<CheckResult>> byId = new LinkedHashMap<>();
      for (Check check : checks) {
        List<CompletableFuture<CheckResult>> premises =
            check.premises().stream()
                .filter(byId::containsKey)
                .map(id -> Objects.requireNonNull(byId.get(id)))
                .toList();
        CompletableFuture<CheckResult> result =
            CompletableFuture.supplyAsync(() -> after(premises, check, working), working);
        byId.putIfAbsent(check.id(), result);
        results.add(result);
      }
      return results.stream().map(CompletableFuture::join).toList();
    } finally {
      working.shutdownNow(); // and not closed: it would wait for who hangs
    }
  }

  private CheckResult after(
      List<CompletableFuture<CheckResult>> premises, Check check, ExecutorService working) {
    return premises.stream()
        .map(CompletableFuture::join)
        .filter(CheckResult::failed)
        .findFirst()
        .map(failed -> leftOut(check, failed.id()))
        .orElseGet(() -> look(check, working));
  }

  private static CheckResult leftOut(Check check, String premise) {
    return new CheckResult(
        check.id(),
        check.looksAt(),
        List.of(Finding.note("not looked at: %s failed".formatted(premise), "")),
        false);
  }

  private CheckResult look(Check check, ExecutorService working) {
    return new CheckResult(check.id(), check.looksAt(), findings(check, working), true);
  }

  private List<Finding> findings(Check check, ExecutorService working) {
    Future<List<Finding>> looking = working.submit(() -> check.look().get());
    try {
      return looking.get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException hangs) {
      looking.cancel(true);
      return List.of(
          Finding.fail(
              "no answer within %s s".formatted(within.toSeconds()),
              "look whether the server is frozen, or a firewall drops what is sent"));
    } catch (ExecutionException failure) {
      return List.of(
          Finding.fail(
              words(check, Objects.requireNonNullElse(failure.getCause(), failure)), ADVICE));
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return List.of(Finding.fail("interrupted", ""));
    }
  }

  private static String words(Check check, Throwable failure) {
    if (failure instanceof RasException foreseen) {
      return String.valueOf(foreseen.getMessage());
    }
    LOG.debug("Check {} failed", check.id(), failure);
    String message = failure.getMessage();
    return message == null
        ? failure.getClass().getSimpleName()
        : message.lines().findFirst().orElse(failure.getClass().getSimpleName());
  }
}
