package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Clients that ask for batches and lists all the time, and complain about every answer that is not
 * a 200, and about every batch of which they once knew more: its last update never goes back. They
 * ask for batches and users that are there when they begin and that nobody damaged.
 */
final class Readers implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
  private final AtomicLong answers = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopping;

  /**
   * @param before {@link #contents} from before the damage
   */
  Readers(int port, String url, Set<String> before) {
    Api api = new Api(port);
    Set<String> undamaged = contents(url);
    undamaged.retainAll(before);
    List<String> batches =
        undamaged.stream().map(line -> line.substring(0, line.lastIndexOf(' '))).toList();
    assertThat(batches).hasSizeGreaterThan(10);
    List<String> users =
        texts(
            url,
            """
            select distinct user_id from batch_results where user_id not in
              (select unnest(owners) from batch_results where registered_at is not null and registered_event_id is null)
            """);
    for (int part = 0; part < 2; part++) {
      List<String> half =
          batches.subList(part * batches.size() / 2, (part + 1) * batches.size() / 2);
      threads.add(Thread.ofPlatform().start(() -> readBatches(api, half)));
    }
    threads.add(Thread.ofPlatform().start(() -> readLists(api, users)));
  }

  /** Each registered batch, with a digest of all that belongs to it. */
  static Set<String> contents(String url) {
    return new TreeSet<>(
        texts(
            url,
            """
            select b.batch_id || ' ' || md5(b::text
              || coalesce((select string_agg(o::text, '' order by phase) from phase_outcomes as o where o.batch_id = b.batch_id), '')
              || coalesce((select string_agg(e::text, '' order by essay_id) from essay_results as e where e.batch_id = b.batch_id), ''))
            from batch_results as b where b.registered_at is not null
            """));
  }

  private static List<String> texts(String url, String query) {
    List<String> texts = new ArrayList<>();
    try (var connection = Rows.model(url);
        var result = connection.createStatement().executeQuery(query)) {
      while (result.next()) {
        texts.add(result.getString(1));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return texts;
  }

  private void readBatches(Api api, List<String> batches) {
    Map<String, Instant> newest = new HashMap<>();
    while (!stopping) {
      for (String batch : batches) {
        JsonNode answer = answer("batch " + batch, () -> api.batch(batch));
        if (answer != null) {
          Instant updated = Instant.parse(answer.get("last_updated").stringValue());
          Instant known = newest.merge(batch, updated, (a, b) -> a.isAfter(b) ? a : b);
          if (known.isAfter(updated)) {
            complaints.add("%s was at %s, is at %s".formatted(batch, known, updated));
          }
        }
      }
    }
  }

  private void readLists(Api api, List<String> users) {
    while (!stopping) {
      for (String user : users) {
        answer("user " + user, () -> api.batchesOf(user, "?limit=100"));
        answer("user " + user, () -> api.batchesOf(user, "?status=COMPLETED"));
      }
    }
  }

  private JsonNode answer(
      String what, java.util.function.Supplier<java.net.http.HttpResponse<String>> call) {
    try {
      var response = call.get();
      answers.incrementAndGet();
      if (response.statusCode() == 200) {
        return JSON.readTree(response.body());
      }
      complaints.add(what + ": " + response.statusCode() + " " + response.body());
    } catch (RuntimeException failure) {
      complaints.add(what + ": " + failure);
    }
    return null;
  }

  /** Waits until they have got some more answers, and none to complain about. */
  void awaitAnswers() {
    long wanted = answers.get() + 200;
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> answers.get() > wanted || !complaints.isEmpty());
    assertThat(complaints).isEmpty();
  }

  @Override
  public void close() {
    stopping = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    assertThat(complaints).isEmpty();
  }
}
