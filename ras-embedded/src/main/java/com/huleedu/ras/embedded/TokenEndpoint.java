package com.huleedu.ras.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An identity provider: hands out tokens to clients that know their secret (OAuth 2.0, the
 * client-credentials grant), and the key that such a token is verified with. Within this JVM.
 */
public final class TokenEndpoint implements AutoCloseable {
  /** Whom the tokens are for. */
  public static final String AUDIENCE = "kafka";

  private final HttpServer server;
  private final String scheme;
  private final TokenKey key;
  private final Map<String, String> secrets = new ConcurrentHashMap<>();
  private final AtomicInteger issued = new AtomicInteger();
  private volatile Duration lifetime = Duration.ofMinutes(5);

  private TokenEndpoint(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    this.key = TokenKey.create();
    server.createContext("/token", exchange -> answer(exchange, this::token));
    server.createContext("/jwks", exchange -> answer(exchange, any -> Answer.ok(key.set())));
    server.start();
  }

  private record Answer(int status, String body) {
    static Answer ok(String body) {
      return new Answer(200, body);
    }

    static Answer refused(int status, String error) {
      return new Answer(status, "{\"error\":\"" + error + "\"}");
    }
  }

  private interface Answering {
    Answer to(HttpExchange exchange) throws IOException;
  }

  /** One that speaks HTTP. */
  public static TokenEndpoint start() {
    try {
      return new TokenEndpoint(HttpServer.create(anyPort(), 0), "http");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One that speaks HTTPS alone. */
  public static TokenEndpoint startSecured(IssuedCertificate certificate) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(Stores.keyManagers(certificate), null, null);
      HttpsServer server = HttpsServer.create(anyPort(), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(context));
      return new TokenEndpoint(server, "https");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("can't use " + certificate, e);
    }
  }

  /** Makes a client known, or gives it another secret. */
  public TokenEndpoint allow(String clientId, String secret) {
    if (!clientId.matches("[A-Za-z0-9_.-]+")) {
      throw new IllegalArgumentException("clientId is not a plain name: " + clientId);
    }
    secrets.put(clientId, secret);
    return this;
  }

  /** How long tokens last that are handed out from now on; five minutes if nothing is said. */
  public void issueFor(Duration duration) {
    lifetime = duration;
  }

  /** How many tokens were handed out. */
  public int issued() {
    return issued.get();
  }

  /** For {@code sasl.oauthbearer.token.endpoint.url}. */
  public URI tokenUri() {
    return URI.create(issuer() + "/token");
  }

  /** For {@code sasl.oauthbearer.jwks.endpoint.url}. */
  public URI jwksUri() {
    return URI.create(issuer() + "/jwks");
  }

  /** Who issues the tokens, in their own words. */
  public String issuer() {
    return scheme + "://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private Answer token(HttpExchange exchange) throws IOException {
    Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    String client = client(exchange.getRequestHeaders().getFirst("Authorization"));
    if (client == null) {
      return Answer.refused(401, "invalid_client");
    }
    if (!"client_credentials".equals(form.get("grant_type"))) {
      return Answer.refused(400, "unsupported_grant_type");
    }
    String scope = form.getOrDefault("scope", "");
    if (!scope.matches("[A-Za-z0-9_.:/ -]*")) {
      return Answer.refused(400, "invalid_scope");
    }
    issued.incrementAndGet();
    Duration valid = lifetime;
    return Answer.ok(
        "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%s}"
            .formatted(
                key.token(issuer(), client, scope, valid), Long.toString(valid.toSeconds())));
  }

  /** Who signs in by this header; null if nobody whose secret is known. */
  private @Nullable String client(@Nullable String authorization) {
    if (authorization == null || !authorization.startsWith("Basic ")) {
      return null;
    }
    byte[] decoded = Base64.getMimeDecoder().decode(authorization.substring("Basic ".length()));
    String[] credentials = new String(decoded, UTF_8).split(":", 2);
    boolean known = credentials.length == 2 && credentials[1].equals(secrets.get(credentials[0]));
    return known ? credentials[0] : null;
  }

  private static Map<String, String> form(String body) {
    return Arrays.stream(body.split("&"))
        .map(field -> field.split("=", 2))
        .filter(field -> field.length == 2)
        .collect(
            Collectors.toMap(
                field -> URLDecoder.decode(field[0], UTF_8),
                field -> URLDecoder.decode(field[1], UTF_8),
                (first, again) -> again));
  }

  private static void answer(HttpExchange exchange, Answering answering) throws IOException {
    try (exchange) {
      Answer answer = answering.to(exchange);
      byte[] body = answer.body().getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.free());
  }
}
