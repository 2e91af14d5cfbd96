package com.huleedu.ras.adapter.http;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.port.query.Body;
import com.huleedu.ras.domain.port.query.EssaysQuery;
import com.huleedu.ras.domain.port.query.QueryBatches;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Everything below {@code /internal}: the queries, for whom they are meant. */
final class ApiEndpoints {
  // A client may keep an answer, but has to ask whether it still holds; nobody in between may.
  private static final Header REVALIDATE =
      HeaderValues.create(HeaderNames.CACHE_CONTROL, "private, no-cache");

  private final Credentials credentials;
  private volatile @Nullable QueryBatches opened;

  ApiEndpoints(Credentials credentials) {
    this.credentials = credentials;
  }

  void open(QueryBatches batches) {
    opened = batches;
  }

  private QueryBatches batches() {
    QueryBatches batches = opened;
    if (batches == null) {
      throw new UnavailableException("PostgreSQL", "not reached yet since the start");
    }
    return batches;
  }

  Answer answer(Route route, ServerRequest request) {
    Optional<Answer> refused = credentials.refuse(request);
    if (refused.isPresent()) {
      return refused.get();
    }
    if (request.prologue().fragment().hasValue()) {
      return Requests.invalid("A # in a path or a query has to be sent as %23.", request);
    }
    return switch (route.endpoint()) {
      case GET_BATCH_STATUS -> Requests.onlyRead(request, this::batch, route);
      case GET_USER_BATCHES -> Requests.onlyRead(request, this::userBatches, route);
      case GET_SPELLCHECK_ERROR -> Requests.onlyRead(request, this::spellcheckError, route);
      case GET_BATCH_ESSAYS -> Requests.onlyRead(request, this::essays, route);
      // Route.of yields none of the others where credentials are needed.
      case HEALTHZ,
          LIVEZ,
          STARTEDZ,
          READYZ,
          READYZ_ANSWERING,
          READYZ_PROJECTING,
          METRICS,
          LIST_DEAD_LETTERS,
          SHOW_DEAD_LETTER,
          REPLAY_DEAD_LETTER,
          DISCARD_DEAD_LETTER,
          REPLAY_DEAD_LETTERS,
          DISCARD_DEAD_LETTERS,
          UNKNOWN ->
          Requests.notFound(request);
    };
  }

  private Answer batch(Route route, ServerRequest request) {
    Optional<String> decoded = Percent.decode(route.rawId());
    if (decoded.isEmpty()) {
      return badEncoding("batch_id", request);
    }
    Optional<BatchId> id = identifier(BatchId::new, decoded.get());
    id.ifPresent(batch -> LogContext.put(LogContext.BATCH_ID, batch.value()));
    // An id that no event can carry is one that no batch has.
    return id.flatMap(batch -> batches().batch(batch))
        .map(body -> found(body, request))
        .orElseGet(() -> noBatch(request));
  }

  private Answer essays(Route route, ServerRequest request) {
    Optional<String> decoded = Percent.decode(route.rawId());
    if (decoded.isEmpty()) {
      return badEncoding("batch_id", request);
    }
    Optional<BatchId> id = identifier(BatchId::new, decoded.get());
    id.ifPresent(batch -> LogContext.put(LogContext.BATCH_ID, batch.value()));
    EssaysParameters page = EssaysParameters.read(request.query().rawValue());
    if (page.problems().isPresent()) {
      return Requests.invalid(page.problems().get(), request);
    }
    return id.map(batch -> new EssaysQuery(batch, page.after(), page.limit()))
        .flatMap(query -> batches().essays(query))
        .map(body -> found(body, request))
        .orElseGet(() -> noBatch(request));
  }

  private static Answer noBatch(ServerRequest request) {
    return Answer.problem(
        ErrorType.BATCH_NOT_FOUND,
        "No batch of this id has been registered.",
        Requests.rawPath(request));
  }

  private Answer userBatches(Route route, ServerRequest request) {
    Optional<String> decoded = Percent.decode(route.rawId());
    if (decoded.isEmpty()) {
      return badEncoding("user_id", request);
    }
    Optional<UserId> id = identifier(UserId::new, decoded.get());
    if (id.isEmpty()) {
      return Requests.invalid(
          "user_id has to have 1 to 255 characters, none of them NUL.", request);
    }
    LogContext.put(LogContext.USER_ID, id.get().value());
    return switch (UserBatchesParameters.read(id.get(), request.query().rawValue())) {
      case UserBatchesParameters.Result.Valid(UserBatchesQuery query) ->
          found(batches().userBatches(query), request);
      case UserBatchesParameters.Result.Invalid(String detail) -> Requests.invalid(detail, request);
    };
  }

  private Answer spellcheckError(Route route, ServerRequest request) {
    Optional<String> batch = Percent.decode(route.rawId());
    if (batch.isEmpty()) {
      return badEncoding("batch_id", request);
    }
    Optional<String> essay = Percent.decode(route.rawMemberId());
    if (essay.isEmpty()) {
      return badEncoding("essay_id", request);
    }
    Optional<BatchId> batchId = identifier(BatchId::new, batch.get());
    batchId.ifPresent(id -> LogContext.put(LogContext.BATCH_ID, id.value()));
    Optional<EssayId> essayId = identifier(EssayId::new, essay.get());
    return batchId
        .flatMap(of -> essayId.flatMap(member -> batches().spellcheckError(of, member)))
        .map(body -> found(body, request))
        .orElseGet(() ->
            Answer.problem(
                ErrorType.NOT_FOUND,
                "This batch has no essay of this id with a spellcheck error.",
                Requests.rawPath(request)));
  }

  /** The identifier; empty if the domain refuses the text as one. */
  private static <T> Optional<T> identifier(Function<String, T> constructor, String text) {
    try {
      return Optional.of(constructor.apply(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Answer found(Body body, ServerRequest request) {
    String tag = EntityTag.of(body.utf8());
    List<Header> headers =
        List.of(Answer.JSON, REVALIDATE, HeaderValues.create(HeaderNames.ETAG, tag));
    if (EntityTag.isNamed(tag, Requests.header(request, HeaderNames.IF_NONE_MATCH))) {
      return new Answer(
          Status.NOT_MODIFIED_304, new byte[0], headers.subList(1, headers.size()), null);
    }
    return new Answer(Status.OK_200, body.utf8(), headers, null);
  }

  private static Answer badEncoding(String name, ServerRequest request) {
    return Requests.invalid(
        name + " in the path is not percent-encoded UTF-8: every % takes two digits.", request);
  }
}
