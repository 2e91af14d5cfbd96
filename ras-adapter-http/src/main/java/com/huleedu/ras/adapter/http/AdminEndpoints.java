package com.huleedu.ras.adapter.http;

import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.deadletter.DeadLetterFilter;
import com.huleedu.ras.domain.port.deadletter.DeadLetterId;
import com.huleedu.ras.domain.port.deadletter.DeadLetterOrder;
import com.huleedu.ras.domain.port.deadletter.DeadLetterWriter;
import com.huleedu.ras.domain.port.deadletter.ManageDeadLetters;
import com.huleedu.ras.domain.port.query.Body;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What operators alone may do: everything on their port, and all of it with credentials. */
final class AdminEndpoints {
  private final Credentials credentials;
  private volatile @Nullable ManageDeadLetters opened;
  private volatile @Nullable DeadLetterWriter openedWriter;

  AdminEndpoints(Credentials credentials) {
    this.credentials = credentials;
  }

  void open(ManageDeadLetters letters, DeadLetterWriter writer) {
    openedWriter = writer;
    opened = letters;
  }

  Answer answer(Route route, ServerRequest request) {
    Optional<Answer> refused = credentials.refuse(request);
    if (refused.isPresent()) {
      return refused.get();
    }
    return switch (route.endpoint()) {
      case LIST_DEAD_LETTERS -> Requests.onlyRead(request, (_, _) -> list(request), route);
      case SHOW_DEAD_LETTER -> Requests.onlyRead(request, this::show, route);
      case REPLAY_DEAD_LETTER, DISCARD_DEAD_LETTER ->
          Requests.onlyPost(request, this::orderOne, route);
      case REPLAY_DEAD_LETTERS, DISCARD_DEAD_LETTERS ->
          Requests.onlyPost(request, this::orderMany, route);
      case GET_BATCH_STATUS,
          GET_USER_BATCHES,
          GET_SPELLCHECK_ERROR,
          GET_BATCH_ESSAYS,
          HEALTHZ,
          LIVEZ,
          STARTEDZ,
          READYZ,
          READYZ_ANSWERING,
          READYZ_PROJECTING,
          METRICS ->
          Requests.notFound(request);
      case UNKNOWN -> Requests.notFoundUnlessServer(request, "GET, HEAD, POST");
    };
  }

  private ManageDeadLetters letters() {
    return present(opened);
  }

  private DeadLetterWriter writer() {
    return present(openedWriter);
  }

  private static <T> T present(@Nullable T part) {
    if (part == null) {
      throw new UnavailableException("PostgreSQL", "not reached yet since the start");
    }
    return part;
  }

  private Answer list(ServerRequest request) {
    DeadLetterParameters parameters = DeadLetterParameters.ofQuery(request.query().rawValue());
    DeadLetterFilter filter = parameters.filter();
    int limit = parameters.limit();
    Optional<DeadLetterId> before = parameters.cursor();
    return parameters
        .problems()
        .map(problems -> Requests.invalid(problems, request))
        .orElseGet(() -> ok(writer().page(letters().list(filter, limit, before))));
  }

  private Answer show(Route route, ServerRequest request) {
    return DeadLetterParameters.id(route.rawId())
        .flatMap(letters()::show)
        .map(file -> ok(writer().file(file)))
        .orElseGet(() -> letterNotFound(request));
  }

  private Answer orderOne(Route route, ServerRequest request) {
    Optional<byte[]> body = body(request);
    if (body.isEmpty()) {
      return tooLarge(request);
    }
    boolean replay = route.endpoint() == Endpoint.REPLAY_DEAD_LETTER;
    DeadLetterParameters parameters = DeadLetterParameters.ofOrder(replay, false, body.get());
    Optional<DeadLetterOrder> order = parameters.order(replay, Credentials.service(request));
    if (order.isEmpty() || parameters.problems().isPresent()) {
      return Requests.invalid(parameters.problems().orElseThrow(), request);
    }
    return DeadLetterParameters.id(route.rawId())
        .flatMap(id -> letters().carryOut(order.get(), id))
        .map(result -> ok(writer().result(result)))
        .orElseGet(() -> letterNotFound(request));
  }

  private Answer orderMany(Route route, ServerRequest request) {
    Optional<byte[]> body = body(request);
    if (body.isEmpty()) {
      return tooLarge(request);
    }
    boolean replay = route.endpoint() == Endpoint.REPLAY_DEAD_LETTERS;
    DeadLetterParameters parameters = DeadLetterParameters.ofOrder(replay, true, body.get());
    Optional<DeadLetterOrder> order = parameters.order(replay, Credentials.service(request));
    parameters.demandFilterOrAll();
    DeadLetterFilter filter = parameters.filter();
    int limit = parameters.limit();
    Optional<DeadLetterId> before = parameters.cursor();
    if (order.isEmpty() || parameters.problems().isPresent()) {
      return Requests.invalid(parameters.problems().orElseThrow(), request);
    }
    return ok(writer().run(letters().carryOut(order.get(), filter, limit, before)));
  }

  /** The content; empty if it is too large, or ends too early. */
  private static Optional<byte[]> body(ServerRequest request) {
    if (!request.content().hasEntity()) {
      return Optional.of(new byte[0]);
    }
    try {
      byte[] body = request.content().inputStream().readNBytes(Listeners.MAX_CONTENT + 1);
      return body.length > Listeners.MAX_CONTENT ? Optional.empty() : Optional.of(body);
    } catch (IOException | RuntimeException broken) {
      // Helidon throws of its own when its limit is reached in the middle.
      return Optional.empty();
    }
  }

  private static Answer tooLarge(ServerRequest request) {
    return Answer.problem(
        ErrorType.CONTENT_TOO_LARGE,
        "The content has to be whole, and %s bytes at most.".formatted(Listeners.MAX_CONTENT),
        Requests.rawPath(request));
  }

  private static Answer letterNotFound(ServerRequest request) {
    return Answer.problem(
        ErrorType.LETTER_NOT_FOUND,
        "There is no dead letter of this id.",
        Requests.rawPath(request));
  }

  private static Answer ok(Body body) {
    return Answer.of(Status.OK_200, Answer.JSON, body.utf8());
  }
}
