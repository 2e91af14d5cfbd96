package com.huleedu.ras.chaos;

import com.huleedu.ras.adapter.json.JsonAdapter;
import com.huleedu.ras.adapter.postgres.PostgresAdapter;
import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.port.query.BodyWriter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What a process answers, compared with what its database says without any cache. */
record Answers(String jdbcUrl) {

  static PostgresAdapter connect(String jdbcUrl) {
    return PostgresAdapter.connect(
        new PostgresConfig(jdbcUrl, null, null, 2), new SimpleMeterRegistry());
  }

  /** The wrong answers, of two to each question: as the cache was left, and as it is filled. */
  List<String> differences(Instance instance, Collection<String> batches) {
    List<String> wrong = new ArrayList<>();
    BodyWriter writer = JsonAdapter.bodyWriter();
    Client client = new Client(instance.port());
    try (PostgresAdapter postgres = connect(jdbcUrl)) {
      for (String batch : batches) {
        String expected =
            postgres
                .batchRepository()
                .find(new BatchId(batch))
                .map(found -> new String(writer.batch(found).utf8(), StandardCharsets.UTF_8))
                .orElse("404");
        for (int time = 0; time < 2; time++) {
          String answer = answer(client, batch);
          if (!answer.equals(expected)) {
            wrong.add(batch + ": " + answer + " instead of " + expected);
          }
        }
      }
    }
    return wrong;
  }

  private static String answer(Client client, String batch) {
    try {
      var response = client.get(Client.batchPath(batch));
      return response.statusCode() == 200 ? response.body() : "" + response.statusCode();
    } catch (IOException e) {
      return e.toString();
    }
  }
}
