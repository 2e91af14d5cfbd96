package com.huleedu.ras.bootstrap;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client of the HTTP API, with credentials. */
final class Api {
  /** Of who hangs; a machine that does ten things at once is slow, and nothing is wrong. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final HttpClient CLIENT = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  private final int port;

  Api(int port) {
    this.port = port;
  }

  HttpResponse<String> batch(String id) {
    return get("/internal/v1/batches/" + encode(id) + "/status");
  }

  HttpResponse<String> batchesOf(String user, String query) {
    return get("/internal/v1/batches/user/" + encode(user) + query);
  }

  HttpResponse<String> get(String path) {
    return send(path, HttpRequest.newBuilder().GET());
  }

  HttpResponse<String> post(String path, String body) {
    return send(path, HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> send(String path, HttpRequest.Builder builder) {
    HttpRequest request =
        builder
            .uri(URI.create("http://127.0.0.1:" + port + path))
            .header("X-Internal-API-Key", Deployment.API_KEY)
            .header("X-Service-ID", Deployment.SERVICE_ID)
            .timeout(PATIENCE)
            .build();
    try {
      return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String encode(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
