package com.huleedu.ras.telemetry;

import io.opentelemetry.exporter.internal.FailedExportException.HttpExportException;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Collection;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log that spans can't be sent, once, and that they can be again. One that comes and goes
 * is told of at most every ten minutes.
 */
final class ToldExporter implements SpanExporter {
  private static final Logger LOG = LoggerFactory.getLogger(ToldExporter.class);
  private static final Duration QUIET = Duration.ofMinutes(10);

  private final SpanExporter exporter;
  private final String endpoint;
  private final BooleanSupplier over;
  private final LongSupplier nanoTime;
  private boolean failing;
  private boolean told;
  private @Nullable Long toldAt;

  /**
   * @param endpoint as it may be shown
   * @param over whether nobody waits for spans any longer, so that losing them is no news
   * @param nanoTime a monotonic clock
   */
  ToldExporter(
      SpanExporter exporter, String endpoint, BooleanSupplier over, LongSupplier nanoTime) {
    this.over = over;
    this.exporter = exporter;
    this.endpoint = endpoint;
    this.nanoTime = nanoTime;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    CompletableResultCode result = exporter.export(spans);
    return result.whenComplete(() -> {
      if (result.isSuccess()) {
        succeeded();
      } else {
        failed(result.getFailureThrowable());
      }
    });
  }

  private synchronized void succeeded() {
    if (told) {
      LOG.info("Traces are sent to {} again", endpoint);
    }
    failing = false;
    told = false;
  }

  private synchronized void failed(@Nullable Throwable failure) {
    long now = nanoTime.getAsLong();
    if (!over.getAsBoolean() && !failing && (toldAt == null || now - toldAt >= QUIET.toNanos())) {
      LOG.warn(
          "Traces can't be sent to {}: {}; they are dropped until they can be, and nothing waits"
              + " for that",
          endpoint,
          reason(failure));
      toldAt = now;
      told = true;
    }
    failing = true;
  }

  /** In words that hold nothing of a request, whose headers may be secrets. */
  static String reason(@Nullable Throwable failure) {
    if (failure instanceof HttpExportException http && http.getResponse() != null) {
      return "it answers " + http.getResponse().getStatusCode();
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case UnresolvedAddressException _ -> {
          return "the host name is unknown";
        }
        case HttpTimeoutException _ -> {
          return "it does not answer in time";
        }
        case SSLException _ -> {
          return "TLS fails: its certificate is not trusted here, or it does not speak TLS";
        }
        default -> {}
      }
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException) {
        return "it can't be reached";
      }
    }
    return "it does not answer";
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }
}
