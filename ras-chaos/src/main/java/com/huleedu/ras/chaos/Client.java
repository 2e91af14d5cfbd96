package com.huleedu.ras.chaos;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A calling service. */
final class Client {
  /** What {@link #status} says when there was no answer at all. */
  static final int NO_ANSWER = -1;

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  private final int port;
  private final String key;

  Client(int port) {
    this(port, Stage.API_KEY);
  }

  /** One that has another key. */
  Client(int port, String key) {
    this.port = port;
    this.key = key;
  }

  static String batchPath(String batch) {
    return "/internal/v1/batches/" + encoded(batch) + "/status";
  }

  static String userPath(String user) {
    return "/internal/v1/batches/user/" + encoded(user);
  }

  private static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }

  int status(String path) {
    try {
      return get(path).statusCode();
    } catch (IOException noAnswer) {
      return NO_ANSWER;
    }
  }

  HttpResponse<String> get(String path) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("X-Internal-API-Key", key)
            .header("X-Service-ID", Stage.SERVICE_ID)
            .timeout(Duration.ofSeconds(15))
            .build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
