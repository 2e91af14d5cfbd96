package com.huleedu.ras.embedded;

import java.util.List;
import java.util.Map;

/**
 * A span as a collector was sent it.
 *
 * @param kind {@code SERVER}, {@code CLIENT}, {@code CONSUMER} or another of OpenTelemetry's
 * @param traceId in hexadecimal digits, as all ids
 * @param parentId empty if it has none
 * @param links the traces of the spans that it is linked to, each as often as it is
 * @param attributes their values as text
 * @param failed whether it says so
 * @param service as what the process makes itself known
 */
public record CollectedSpan(
    String name,
    String kind,
    String traceId,
    String spanId,
    String parentId,
    List<String> links,
    Map<String, String> attributes,
    boolean failed,
    String service) {
  public CollectedSpan {
    links = List.copyOf(links);
    attributes = Map.copyOf(attributes);
  }
}
