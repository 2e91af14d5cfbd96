package com.huleedu.ras.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;

/** Asks the service over HTTP, as a client does. */
final class Probe implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient client = HttpClient.newHttpClient();
  private final Addresses addresses;

  Probe(Addresses addresses) {
    this.addresses = addresses;
  }

  /**
   * Returns once the answer for a URL is 200.
   *
   * @throws CommandFailedException if that takes more than half a minute
   */
  void awaitOk(String url) {
    Instant deadline = Instant.now().plus(PATIENCE);
    String last = ask(url);
    while (!last.equals("200")) {
      if (Instant.now().isAfter(deadline)) {
        throw new CommandFailedException(
            "the service does not get ready: %s → %s".formatted(url, last));
      }
      pause();
      last = ask(url);
    }
  }

  private String ask(String url) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .header("X-Internal-API-Key", addresses.apiKey())
            .header("X-Service-ID", Addresses.SERVICE_ID)
            .timeout(Duration.ofSeconds(5))
            .build();
    try {
      return Integer.toString(
          client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
    } catch (IOException e) {
      return e.toString();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static CommandFailedException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new CommandFailedException("interrupted", e);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
