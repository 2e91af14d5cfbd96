package com.huleedu.ras.domain.port;

import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Shows how work took place, span by span, to whoever collects traces. Never throws, and never
 * waits for anybody. A span is that of the thread which began it, and has to be closed by it.
 */
public interface Tracing {

  /** Nobody collects. Makes no object, so that it may be told of each piece of work. */
  Tracing OFF = new NoTracing();

  /** A span that nobody sees. */
  Span NO_SPAN = NoTracing.SPAN;

  /**
   * A request begins that somebody waits for. What is asked of servers by this thread until the
   * span is closed is part of it.
   *
   * @param route the path with the names of its parameters in place of their values
   * @param headers yields the first value of the request's header of a name; null if there is none:
   *     they say which trace the request is part of
   */
  <C> Span serving(
      String method, String route, C request, BiFunction<C, String, @Nullable String> headers);

  /**
   * A server is asked for something, as part of what this thread is at; where that is nothing that
   * is shown, this is not shown either.
   *
   * @param operation of a few that there are
   */
  Span asking(Server server, String operation);

  /** Who is asked. */
  enum Server {
    POSTGRESQL,
    REDIS
  }

  /** A piece of work under way. */
  interface Span extends AutoCloseable {

    /** The trace that it is part of, as 32 hexadecimal digits; null if nobody collects. */
    @Nullable String traceId();

    /**
     * The answer to a request.
     *
     * @param status of HTTP; from 500 on, it failed
     */
    void answered(int status);

    /**
     * It failed.
     *
     * @param kind of a few that there are, and no text of a message: those may hold anything
     */
    void failed(String kind);

    /** The work is done. */
    @Override
    void close();
  }
}
