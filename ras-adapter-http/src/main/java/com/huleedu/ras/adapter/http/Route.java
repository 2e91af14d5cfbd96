package com.huleedu.ras.adapter.http;

/**
 * Where a request goes, found in the path as it was sent. Helidon matches decoded and normalised
 * paths, which would take an id {@code ..} or {@code a/b} for structure; so this class splits the
 * raw path, and only then the id is decoded. A batch whose id is {@code user} is reached as {@code
 * %75ser}.
 *
 * @param internal whether credentials are needed, known endpoint or not
 * @param rawId the id in the path, still encoded; empty where there is none
 * @param rawMemberId the second id, that of an essay of the batch; likewise
 */
record Route(Endpoint endpoint, boolean internal, String rawId, String rawMemberId) {
  private static final String INTERNAL = "/internal";
  private static final String BATCHES = INTERNAL + "/v1/batches/";

  private static final String LETTERS = INTERNAL + "/v1/dead-letters";

  Route(Endpoint endpoint, boolean internal, String rawId) {
    this(endpoint, internal, rawId, "");
  }

  /** On the port of the API, or that of metrics and health. */
  static Route of(String rawPath) {
    if (rawPath.equals(INTERNAL) || rawPath.startsWith(INTERNAL + "/")) {
      return internal(rawPath);
    }
    Endpoint endpoint =
        switch (rawPath) {
          case "/healthz" -> Endpoint.HEALTHZ;
          case "/livez" -> Endpoint.LIVEZ;
          case "/startedz" -> Endpoint.STARTEDZ;
          case "/readyz" -> Endpoint.READYZ;
          case "/readyz/answering" -> Endpoint.READYZ_ANSWERING;
          case "/readyz/projecting" -> Endpoint.READYZ_PROJECTING;
          case "/metrics" -> Endpoint.METRICS;
          default -> Endpoint.UNKNOWN;
        };
    return new Route(endpoint, false, "");
  }

  /** On the port for operators. Everything there needs credentials. */
  static Route ofAdmin(String rawPath) {
    if (!rawPath.equals(LETTERS) && !rawPath.startsWith(LETTERS + "/")) {
      return new Route(Endpoint.UNKNOWN, true, "");
    }
    String[] segments = rawPath.substring(LETTERS.length()).split("/", -1);
    return switch (segments.length) {
      case 1 -> new Route(Endpoint.LIST_DEAD_LETTERS, true, "");
      case 2 ->
          switch (segments[1]) {
            case "replay" -> new Route(Endpoint.REPLAY_DEAD_LETTERS, true, "");
            case "discard" -> new Route(Endpoint.DISCARD_DEAD_LETTERS, true, "");
            default -> new Route(Endpoint.SHOW_DEAD_LETTER, true, segments[1]);
          };
      case 3 ->
          switch (segments[2]) {
            case "replay" -> new Route(Endpoint.REPLAY_DEAD_LETTER, true, segments[1]);
            case "discard" -> new Route(Endpoint.DISCARD_DEAD_LETTER, true, segments[1]);
            default -> new Route(Endpoint.UNKNOWN, true, "");
          };
      default -> new Route(Endpoint.UNKNOWN, true, "");
    };
  }

  private static Route internal(String rawPath) {
    if (rawPath.startsWith(BATCHES)) {
      String[] segments = rawPath.substring(BATCHES.length()).split("/", -1);
      if (segments.length == 2 && segments[0].equals("user")) {
        return new Route(Endpoint.GET_USER_BATCHES, true, segments[1]);
      }
      if (segments.length == 2 && segments[1].equals("status")) {
        return new Route(Endpoint.GET_BATCH_STATUS, true, segments[0]);
      }
      if (segments.length == 2 && segments[1].equals("essays")) {
        return new Route(Endpoint.GET_BATCH_ESSAYS, true, segments[0]);
      }
      if (segments.length == 4
          && segments[1].equals("essays")
          && segments[3].equals("spellcheck-error")) {
        return new Route(Endpoint.GET_SPELLCHECK_ERROR, true, segments[0], segments[2]);
      }
    }
    return new Route(Endpoint.UNKNOWN, true, "");
  }
}
