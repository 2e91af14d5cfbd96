package com.huleedu.ras.embedded;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A collector of traces: is sent spans by OTLP over HTTP, and keeps them. Within this JVM. */
public final class TraceCollector implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<CollectedSpan> spans = new CopyOnWriteArrayList<>();
  private final List<Map<String, List<String>>> headers = new CopyOnWriteArrayList<>();
  private volatile int status = 200;

  private TraceCollector(int port) throws IOException {
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/v1/traces", this::collect);
    server.setExecutor(threads);
    server.start();
  }

  /** One at a free port. */
  public static TraceCollector start() {
    return start(0);
  }

  /**
   * One at a port.
   *
   * @param port 0 for any that is free
   */
  public static TraceCollector start(int port) {
    try {
      return new TraceCollector(port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For {@code OTEL_EXPORTER_OTLP_ENDPOINT}. */
  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What it answers from now on; what is refused it does not keep. */
  public void answer(int code) {
    status = code;
  }

  /** All that it was sent, in the order in which it came. */
  public List<CollectedSpan> spans() {
    return List.copyOf(spans);
  }

  /** Those of that name. */
  public List<CollectedSpan> spans(String name) {
    return spans(span -> span.name().equals(name));
  }

  /** Those that are wanted. */
  public List<CollectedSpan> spans(Predicate<CollectedSpan> wanted) {
    return spans.stream().filter(wanted).toList();
  }

  /** The headers of each request, by name. */
  public List<Map<String, List<String>>> headers() {
    return List.copyOf(headers);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void collect(HttpExchange exchange) throws IOException {
    try (exchange) {
      ExportTraceServiceRequest request =
          ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
      headers.add(Map.copyOf(exchange.getRequestHeaders()));
      int code = status;
      if (code == 200) {
        request.getResourceSpansList().forEach(this::keep);
      }
      exchange.sendResponseHeaders(code, -1);
    }
  }

  private void keep(ResourceSpans of) {
    String service =
        attributes(of.getResource().getAttributesList()).getOrDefault("service.name", "");
    for (ScopeSpans scope : of.getScopeSpansList()) {
      scope.getSpansList().forEach(span -> spans.add(read(span, service)));
    }
  }

  private static CollectedSpan read(Span span, String service) {
    return new CollectedSpan(
        span.getName(),
        span.getKind().name().replace("SPAN_KIND_", ""),
        hex(span.getTraceId()),
        hex(span.getSpanId()),
        hex(span.getParentSpanId()),
        span.getLinksList().stream().map(link -> hex(link.getTraceId())).toList(),
        attributes(span.getAttributesList()),
        span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR,
        service);
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  private static Map<String, String> attributes(List<KeyValue> given) {
    return given.stream()
        .collect(Collectors.toMap(KeyValue::getKey, attribute -> text(attribute.getValue())));
  }

  private static String text(AnyValue value) {
    return value.hasIntValue() ? Long.toString(value.getIntValue()) : value.getStringValue();
  }
}
