package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The key is rotated under load (guarantees, G13): two instances behind a switch are restarted one
 * after the other with the new key and the old, the callers change over one by one, and the
 * instances are restarted with the new key alone. No call fails.
 */
class RotationTest {
  private static final String OLD = "the-key-of-yesterday";
  private static final String NEW = "the-key-of-tomorrow";
  private static final int CALLERS = 6;

  private final Deployment deployment = new Deployment("rotation");
  private final List<RasService> instances = new CopyOnWriteArrayList<>();
  private final Map<Integer, String> keys = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> outcomes = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean over;

  @AfterEach
  void stop() {
    finish();
    instances.forEach(RasService::close);
  }

  @Test
  void noCallFailsWhileTheKeyIsRotated() {
    start(OLD, "");
    start(OLD, "");
    call();

    restartEach(NEW, OLD);
    for (int caller = 0; caller < CALLERS; caller++) {
      keys.put(caller, NEW);
      awaitCalls(20);
    }
    restartEach(NEW, "");
    finish();

    System.out.println("RotationTest: " + outcomes);
    assertThat(outcomes).containsOnlyKeys("404");
  }

  /** The calls above would show a step in the wrong order. */
  @Test
  void droppingTheOldKeyBeforeTheCallersHaveChangedIsSeen() {
    start(OLD, "");
    start(OLD, "");
    call();

    restartEach(NEW, "");
    finish();

    assertThat(outcomes).containsKey("401");
  }

  private void start(String key, String previous) {
    instances.add(
        deployment
            .with("INTERNAL_API_KEY", key)
            .with("INTERNAL_API_KEY_PREVIOUS", previous)
            .start());
  }

  /**
   * As a rolling update does it: out of the switch, stopped, and its successor put in its place.
   */
  private void restartEach(String key, String previous) {
    for (RasService old : List.copyOf(instances)) {
      instances.remove(old);
      old.close();
      awaitCalls(50);
      start(key, previous);
      awaitCalls(50);
    }
  }

  private void call() {
    for (int caller = 0; caller < CALLERS; caller++) {
      int number = caller;
      keys.put(number, OLD);
      threads.execute(() -> {
        try (HttpClient client = HttpClient.newHttpClient()) {
          while (!over) {
            outcomes
                .computeIfAbsent(outcome(client, number), _ -> new AtomicLong())
                .incrementAndGet();
          }
        }
      });
    }
    awaitCalls(50);
  }

  /**
   * One call; where nobody listens any more, nothing was asked, and the other instance is taken.
   */
  private String outcome(HttpClient client, int caller) {
    for (int attempt = 0; attempt < 5; attempt++) {
      int port = instances.get(ThreadLocalRandom.current().nextInt(instances.size())).port();
      try {
        return String.valueOf(
            client.send(request(port, caller), HttpResponse.BodyHandlers.ofString()).statusCode());
      } catch (ConnectException _) {
        // It has just left the switch.
      } catch (IOException failed) {
        return failed.toString();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return "interrupted";
      }
    }
    return "no instance";
  }

  private HttpRequest request(int port, int caller) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + port + "/internal/v1/batches/none/status"))
        .header("X-Internal-API-Key", keys.get(caller))
        .header("X-Service-ID", Deployment.SERVICE_ID)
        .timeout(Duration.ofSeconds(30))
        .build();
  }

  private void awaitCalls(int further) {
    long target = calls() + further;
    await().atMost(Duration.ofSeconds(60)).until(() -> calls() >= target);
  }

  private long calls() {
    return outcomes.values().stream().mapToLong(AtomicLong::get).sum();
  }

  private void finish() {
    over = true;
    threads.close();
  }
}
