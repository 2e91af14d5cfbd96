package com.huleedu.ras.bootstrap.command;

import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.tls.TlsFailures;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the port for operators. */
final class AdminClient implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
  // A run of many letters takes seconds; a database that is away is given up after five.
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);

  private final HttpClient http;
  private final URI base;
  private final String key;
  private final String serviceId;

  /**
   * @param tls for an address that begins with https
   */
  AdminClient(URI base, SSLContext tls, String key, String serviceId) {
    this.http = HttpClient.newBuilder().connectTimeout(CONNECT_WITHIN).sslContext(tls).build();
    this.base = base;
    this.key = key;
    this.serviceId = serviceId;
  }

  /** The answer; empty if there is no such thing. */
  Optional<JsonNode> get(String path) {
    return answer(request(path).GET());
  }

  /** The answer; empty if there is no such thing. */
  Optional<JsonNode> post(String path, JsonNode body) {
    return answer(request(path).POST(HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  private HttpRequest.Builder request(String path) {
    try {
      return HttpRequest.newBuilder(URI.create(base + path))
          .timeout(ANSWER_WITHIN)
          .header("X-Internal-API-Key", key)
          .header("X-Service-ID", serviceId);
    } catch (IllegalArgumentException unfit) {
      throw new MisconfiguredException(
          "INTERNAL_API_KEY or --service-id holds what no header can carry");
    }
  }

  private Optional<JsonNode> answer(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return answer(answer.statusCode(), JSON.readTree(answer.body()));
    } catch (SSLException e) {
      throw new MisconfiguredException(
          "No TLS with %s: %s"
              .formatted(
                  base, TlsFailures.explain(e, "--ca", "--certificate").orElse(e.getMessage())),
          e);
    } catch (IOException e) {
      throw new UnavailableException(
          "RAS",
          "no answer from %s (%s). Is the service running there? Its port for operators is ADMIN_PORT, listening on ADMIN_HOST; --url says where to look, with https:// if it speaks TLS"
              .formatted(base, e.getMessage() == null ? "connection refused" : e.getMessage()),
          e);
    } catch (JacksonException e) {
      throw new MisconfiguredException(
          "What answers at %s is not the port for operators of RAS".formatted(base));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("RAS", "interrupted", e);
    }
  }

  private Optional<JsonNode> answer(int status, JsonNode body) {
    String error = body.path("error").asString("");
    String detail = body.path("detail").asString("");
    return switch (status) {
      case 200 -> Optional.of(body);
      case 401 ->
          throw new MisconfiguredException(
              "%s lets nobody in as %s with this key (%s); check INTERNAL_API_KEY and --service-id"
                  .formatted(base, serviceId, error));
      case 404 -> {
        if (!error.equals("Dead letter not found")) {
          throw new MisconfiguredException(
              "%s is not the port for operators; that is ADMIN_PORT of the service"
                  .formatted(base));
        }
        yield Optional.empty();
      }
      case 400, 405, 413 -> throw new MisconfiguredException(detail);
      default ->
          throw new UnavailableException(
              "RAS", "%s answered %s: %s".formatted(base, status, detail));
    };
  }

  @Override
  public void close() {
    http.close();
  }
}
