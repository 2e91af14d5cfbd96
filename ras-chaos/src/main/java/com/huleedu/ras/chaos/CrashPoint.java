package com.huleedu.ras.chaos;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.huleedu.ras.embedded.FaultProxy;
import com.huleedu.ras.embedded.FaultProxy.Direction;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/**
 * The steps of projecting a poll (guarantees, G1), each recognised by what goes over the wire at
 * that moment: so the service needs no hook, and the kill falls exactly between two steps.
 */
enum CrashPoint {
  /** It has the messages, and is about to ask which of them it has seen. */
  POLLED(Way.REDIS, false),
  /** It has folded them, and is about to advance the positions. */
  FOLDED(Way.POSTGRES, false),
  /** The database has the rows of the facts; nothing is committed. */
  SQL_SENT(Way.POSTGRES, true),
  /** The database has committed; the process does not learn it. */
  COMMITTED(Way.POSTGRES, false),
  /** Committed and known to be, but the invalidation does not arrive. */
  INVALIDATING(Way.REDIS, false),
  /** The cache is invalidated; the offsets are about to be committed to Kafka. */
  INVALIDATED(Way.KAFKA, false),
  /** Kafka has the offsets; no mark is set. */
  OFFSET_COMMITTED(Way.KAFKA, true);

  /** Which connection tells. */
  enum Way {
    POSTGRES,
    REDIS,
    KAFKA
  }

  private static final int OFFSET_COMMIT = 8;
  private static final int HEADER = 8;

  private final Way way;
  private final boolean passOn;

  CrashPoint(Way way, boolean passOn) {
    this.way = way;
    this.passOn = passOn;
  }

  private Direction direction() {
    return this == COMMITTED ? Direction.ANSWER : Direction.REQUEST;
  }

  private boolean showsIn(byte[] piece) {
    return switch (this) {
      case POLLED -> contains(piece, "MGET") && contains(piece, "ras:event:");
      case FOLDED -> contains(piece, "update stream_positions");
      case SQL_SENT -> contains(piece, "insert into");
      case COMMITTED -> contains(piece, "COMMIT\0");
      case INVALIDATING -> contains(piece, "UNLINK");
      case INVALIDATED, OFFSET_COMMITTED -> commitsOffsets(piece);
    };
  }

  /**
   * Acts as the process reaches this step, and ends the connection on which it showed.
   *
   * @return completes when it has happened
   */
  CompletableFuture<Void> trap(Ways ways, FaultProxy toKafka, Runnable then) {
    return proxy(ways, toKafka).trap(direction(), this::showsIn, passOn, then);
  }

  /** Acts as the process reaches this step, and lets all go on. */
  CompletableFuture<Void> watch(Ways ways, FaultProxy toKafka, Runnable then) {
    return proxy(ways, toKafka).watch(direction(), this::showsIn, then);
  }

  private FaultProxy proxy(Ways ways, FaultProxy toKafka) {
    return switch (way) {
      case POSTGRES -> ways.toPostgres();
      case REDIS -> ways.toRedis();
      case KAFKA -> toKafka;
    };
  }

  private static boolean contains(byte[] piece, String text) {
    return new String(piece, ISO_8859_1).contains(text);
  }

  /** A request of Kafka's protocol begins with its length, 4 bytes, and the key of the API, 2. */
  private static boolean commitsOffsets(byte[] piece) {
    ByteBuffer requests = ByteBuffer.wrap(piece);
    while (requests.remaining() >= HEADER) {
      int length = requests.getInt(requests.position());
      if (requests.getShort(requests.position() + 4) == OFFSET_COMMIT) {
        return true;
      }
      if (length < HEADER || length > requests.remaining() - 4) {
        return false;
      }
      requests.position(requests.position() + 4 + length);
    }
    return false;
  }
}
