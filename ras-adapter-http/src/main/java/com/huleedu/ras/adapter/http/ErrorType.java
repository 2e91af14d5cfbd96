package com.huleedu.ras.adapter.http;

import io.helidon.http.Status;
import java.util.Locale;

/** What can go wrong with a request. The names are values of the metrics' tag error_type. */
enum ErrorType {
  INVALID_REQUEST(400, "Bad Request", "Invalid request"),
  MISSING_AUTHENTICATION(401, "Unauthorized", "Missing authentication"),
  INVALID_CREDENTIALS(401, "Unauthorized", "Invalid credentials"),
  NOT_FOUND(404, "Not Found", "Not found"),
  BATCH_NOT_FOUND(404, "Not Found", "Batch not found"),
  LETTER_NOT_FOUND(404, "Not Found", "Dead letter not found"),
  METHOD_NOT_ALLOWED(405, "Method Not Allowed", "Method not allowed"),
  CONTENT_TOO_LARGE(413, "Content Too Large", "Content too large"),
  URI_TOO_LONG(414, "URI Too Long", "URI too long"),
  HEADERS_TOO_LARGE(431, "Request Header Fields Too Large", "Headers too large"),
  INTERNAL_ERROR(500, "Internal Server Error", "Internal server error"),
  /** A server that is needed is away; to a client, an internal error that is worth a retry. */
  UNAVAILABLE(503, "Service Unavailable", "Internal server error"),
  /** More is asked than can be answered; to a client, the same. */
  OVERLOADED(503, "Service Unavailable", "Internal server error"),
  /** The one 5xx that is not about the server's health, and says nothing else than that. */
  VERSION_NOT_SUPPORTED(505, "HTTP Version Not Supported", "HTTP version not supported");

  private final int code;
  private final String title;
  private final String error;

  ErrorType(int code, String title, String error) {
    this.code = code;
    this.title = title;
    this.error = error;
  }

  Status status() {
    return Status.create(code, title);
  }

  /** The member {@code error}, which clients read; four of the values are part of the contract. */
  String error() {
    return error;
  }

  String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}
