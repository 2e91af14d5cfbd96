package com.huleedu.ras.benchmarks.bare;

import com.huleedu.ras.bootstrap.NeutralDefaults;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/**
 * A bare server of HTTP on Helidon, with a pool and Lettuce: the yardstick of a start (mode {@code
 * start}), of an answer from the cache (Y3, mode {@code cache}) and of one from the database (Y4,
 * mode {@code database}). Paths and the header of the key are those of the service.
 */
public final class BareServer {
  /** What the keys of mode {@code cache} begin with, before the id of a batch. */
  public static final String CACHE_PREFIX = "bare:";

  private static final String STATUS = "/internal/v1/batches/{batch}/status";
  private static final int BATCH_SEGMENT = 4;
  private static final String LIST = "/internal/v1/batches/user/{user}";

  private BareServer() {}

  /** Serves until it is killed; arguments: the mode, and the port. Settings as of the service. */
  public static void main(String[] arguments) throws SQLException {
    NeutralDefaults.set();
    Map<String, String> environment = System.getenv();
    byte[] key = JsonBytes.ascii(environment.getOrDefault("INTERNAL_API_KEY", ""));
    HttpRouting.Builder routing = HttpRouting.builder();
    switch (arguments[0]) {
      case "cache" -> routing.get(STATUS, checked(key, fromCache(redis(environment))));
      case "database" -> {
        BareBatches batches = new BareBatches(environment.getOrDefault("DATABASE_URL", ""), 8);
        routing.get(LIST, checked(key, list(batches)));
        routing.get(STATUS, checked(key, status(batches)));
      }
      default -> start(environment, routing);
    }
    WebServer.builder()
        .host("127.0.0.1")
        .port(Integer.parseInt(arguments[1]))
        .connectionOptions(options -> options.tcpNoDelay(true))
        .routing(routing)
        .build()
        .start();
  }

  private static void start(Map<String, String> environment, HttpRouting.Builder routing)
      throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(environment.get("DATABASE_URL"));
    config.setMaximumPoolSize(10);
    HikariDataSource pool = new HikariDataSource(config);
    try (Connection connection = pool.getConnection()) {
      connection.isValid(1);
    }
    var redis = redis(environment);
    routing.get("/readyz", (request, response) -> response.send(redis.sync().ping()));
  }

  private static StatefulRedisConnection<String, byte[]> redis(Map<String, String> environment) {
    return RedisClient.create(environment.getOrDefault("REDIS_URL", ""))
        .connect(RedisCodec.of(StringCodec.ASCII, ByteArrayCodec.INSTANCE));
  }

  private static Handler checked(byte[] key, Handler then) {
    var name = HeaderNames.create("X-Internal-API-Key");
    return (request, response) -> {
      byte[] sent = JsonBytes.ascii(request.headers().value(name).orElse(""));
      if (MessageDigest.isEqual(key, sent)) {
        then.handle(request, response);
      } else {
        response.status(Status.UNAUTHORIZED_401).send();
      }
    };
  }

  private static Handler fromCache(StatefulRedisConnection<String, byte[]> redis) {
    return (request, response) ->
        send(response, redis.sync().get(CACHE_PREFIX + segment(request, BATCH_SEGMENT)));
  }

  private static Handler status(BareBatches batches) {
    return (request, response) -> send(response, batches.status(segment(request, BATCH_SEGMENT)));
  }

  private static Handler list(BareBatches batches) {
    return (request, response) -> {
      String query = request.query().rawValue();
      String user = segment(request, BATCH_SEGMENT + 1);
      send(response, batches.list(user, parameter(query, "limit="), parameter(query, "offset=")));
    };
  }

  private static String segment(ServerRequest request, int number) {
    return request.path().path().split("/", -1)[number];
  }

  private static int parameter(String query, String name) {
    int from = query.indexOf(name) + name.length();
    int end = query.indexOf('&', from);
    return Integer.parseInt(query.substring(from, end < 0 ? query.length() : end));
  }

  private static void send(ServerResponse response, byte[] json) {
    response.header(HeaderValues.CONTENT_TYPE_JSON).send(json);
  }
}
