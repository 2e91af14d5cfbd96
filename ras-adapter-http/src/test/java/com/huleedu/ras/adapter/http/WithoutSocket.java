package com.huleedu.ras.adapter.http;

import com.huleedu.ras.domain.port.Health;
import com.huleedu.ras.domain.port.query.QueryBatches;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.Header;
import io.helidon.http.Headers;
import io.helidon.http.Http1HeadersParser;
import io.helidon.http.HttpPrologue;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.http.media.ReadableEntity;
import io.helidon.http.media.ReadableEntityBase;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http1.Http1Prologue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The whole way from the bytes of a request to its answer, but for Helidon's connection. */
final class WithoutSocket {
  private final RequestFilter filter;

  WithoutSocket(QueryBatches batches, Health health) {
    RequestMetrics metrics = new RequestMetrics(new SimpleMeterRegistry());
    ApiEndpoints api =
        new ApiEndpoints(
            new Credentials(
                TestServer.config(0, 0).access(),
                new SimpleMeterRegistry(),
                InstantSource.system()));
    api.open(batches);
    OperationsEndpoints operations = new OperationsEndpoints(health, _ -> "metrics 1\n", "1.2.3");
    filter =
        new RequestFilter(
            Route::of,
            (route, request) ->
                route.internal() ? api.answer(route, request) : operations.answer(route, request),
            metrics,
            TestServer.ROOM);
  }

  /** A request that could be read, and its answer. */
  static final class Exchange {
    final HttpPrologue prologue;
    final ServerRequestHeaders requestHeaders;
    final List<Header> headers = new ArrayList<>();
    final ServerResponseHeaders sent = ServerResponseHeaders.create();
    boolean clientIsGone;
    int sends;
    int status;
    byte[] body = new byte[0];
    ReadableEntity content = ReadableEntityBase.empty();

    Exchange(HttpPrologue prologue, ServerRequestHeaders requestHeaders) {
      this.prologue = prologue;
      this.requestHeaders = requestHeaders;
    }

    private Object request(String method) {
      return switch (method) {
        case "prologue" -> prologue;
        case "headers" -> requestHeaders;
        case "query" -> prologue.query();
        case "content" -> content;
        default -> throw new UnsupportedOperationException(method);
      };
    }

    private void response(String method, Object argument) {
      switch (method) {
        case "status" -> status = ((Status) argument).code();
        case "header" -> {
          headers.add((Header) argument);
          sent.add((Header) argument);
        }
        case "send" -> {
          sends++;
          if (clientIsGone) {
            throw new ServerConnectionException("gone", new SocketException("reset"));
          }
          body = (byte[]) argument;
        }
        default -> throw new UnsupportedOperationException(method);
      }
    }
  }

  /** The exchange; empty if Helidon's parser refuses the bytes, as {@link EarlyProblems} tells. */
  Optional<Exchange> answer(byte[] bytes) {
    Optional<Exchange> read = read(bytes);
    read.ifPresent(exchange -> filter.filter(null, request(exchange), response(exchange)));
    return read;
  }

  /** An exchange of a request that is well-formed, with the lines of its head. */
  static Exchange exchange(String requestLine, String... headers) {
    String head = requestLine + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n";
    return read((head + (headers.length == 0 ? "" : "\r\n")).getBytes(StandardCharsets.US_ASCII))
        .orElseThrow();
  }

  private static Optional<Exchange> read(byte[] bytes) {
    List<byte[]> left = new ArrayList<>(List.of(bytes));
    DataReader reader = DataReader.create(() -> left.isEmpty() ? null : left.removeFirst());
    try {
      HttpPrologue prologue =
          new Http1Prologue(reader, Listeners.MAX_REQUEST_LINE, false).readPrologue();
      Headers headers = Http1HeadersParser.readHeaders(reader, Listeners.MAX_HEADERS, true);
      return Optional.of(new Exchange(prologue, ServerRequestHeaders.create(headers)));
    } catch (RuntimeException refused) {
      return Optional.empty();
    }
  }

  static RoutingRequest request(Exchange exchange) {
    return proxy(RoutingRequest.class, (_, method, _) -> exchange.request(method.getName()));
  }

  static RoutingResponse response(Exchange exchange) {
    ServerResponseHeaders sent = exchange.sent;
    return proxy(
        RoutingResponse.class,
        (self, method, arguments) -> {
          if (method.getName().equals("headers")) {
            return sent;
          }
          exchange.response(method.getName(), arguments == null ? new byte[0] : arguments[0]);
          return method.getReturnType() == void.class ? null : self;
        });
  }

  private static <T> T proxy(Class<T> type, java.lang.reflect.InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  /** The values of a header of the request, as sent. */
  static List<String> values(Exchange exchange, String name) {
    return exchange.requestHeaders.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .flatMap(header -> header.allValues().stream())
        .toList();
  }

  static Map<String, Object> comparable(Exchange exchange) {
    return Map.of(
        "status", exchange.status, "body", new String(exchange.body, StandardCharsets.UTF_8));
  }
}
