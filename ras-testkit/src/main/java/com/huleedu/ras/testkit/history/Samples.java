package com.huleedu.ras.testkit.history;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.ClientStatus;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.OverallStatus;
import com.huleedu.ras.domain.UploadId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.port.query.StatusFilter;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Few names, so that events meet; and awkward ones, so that encodings and collations show. */
public final class Samples {
  /** U+1D505 sorts after U+FB01 by code point, before it by UTF-16 unit. */
  public static final List<BatchId> BATCHES =
      Stream.of(
              "batch-1", "batch-2", "B/2 %2F", "{\"b\",\\}", "\uFB01sh", "\uD835\uDD05atch", "NULL")
          .map(BatchId::new)
          .toList();

  public static final List<EssayId> ESSAYS =
      Stream.of(
              "e1",
              "e2",
              "e3",
              "e10",
              "E1",
              "essä",
              "эссе",
              "作文",
              "a,b",
              "\"quoted\"",
              "back\\slash",
              "{brace}",
              "null",
              " ",
              "tab\tline\n",
              "\uFFFD",
              "\uD83D\uDCDD",
              "𐀀".repeat(255))
          .map(EssayId::new)
          .toList();

  public static final List<UserId> USERS =
      Stream.of("teacher", "Lärare", "o'brien", "\uD83E\uDDD1\u200D\uD83C\uDFEB")
          .map(UserId::new)
          .toList();

  public static final List<UploadId> UPLOADS =
      Stream.of("upload-1", "upload-2", "U\\1", "ﬁle", "\uD835\uDD32p").map(UploadId::new).toList();

  public static final List<String> TEXTS =
      List.of("text-1", "text-2", "ṫext\\\"3\"", "\uD835\uDD31");

  public static final List<String> ERRORS =
      List.of(
          "{\"code\":\"E1\"}",
          "{\"m\":\"\\u0000 \\\\ 'x' {}\"}",
          "{\"𝔢\":\"" + "lång ".repeat(500) + "\"}");

  /** Close together, so that stamps tie, with the ends of what ISO 8601 can say in four digits. */
  public static final List<Instant> TIMES =
      Stream.concat(
              Stream.iterate(
                      Instant.parse("2026-03-01T08:00:00.000001Z"),
                      time -> time.plusNanos(250_001_000))
                  .limit(16),
              Stream.of(
                      "0001-01-01T00:00:00Z",
                      "1969-12-31T23:59:59.999999Z",
                      "9999-12-31T23:59:59.999999Z")
                  .map(Instant::parse))
          .toList();

  public static final List<StatusFilter> FILTERS =
      Stream.of(
              Stream.of(new StatusFilter.All()),
              Arrays.stream(OverallStatus.values()).map(StatusFilter.Overall::new),
              Arrays.stream(ClientStatus.values()).map(StatusFilter.Client::new),
              Arrays.stream(BatchStatus.values()).map(StatusFilter.Exact::new))
          .<StatusFilter>flatMap(filters -> filters)
          .toList();

  private Samples() {}
}
