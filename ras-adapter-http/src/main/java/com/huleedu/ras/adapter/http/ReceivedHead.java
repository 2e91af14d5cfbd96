package com.huleedu.ras.adapter.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderName;
import io.helidon.webserver.CloseConnectionException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a connection's current request as they came. Helidon hands none over where it
 * stops in the middle of them, so an answer that names the client's correlation id has to find it
 * here. It looks at what has arrived and never waits for more. Used by the connection's thread
 * alone.
 *
 * <p>It bounds, too, what arrives and is not read: Helidon keeps all of a line until its end comes,
 * and sets no limit to lines that stand in content (the length of a chunk, and what follows the
 * last one).
 */
final class ReceivedHead {
  /** More than Helidon reads of one head before it gives up. */
  private static final int KEPT = 2 * Listeners.MAX_HEADERS;

  /**
   * More than any piece of a request that is read as one: a head, or a chunk that is all of the
   * content, and what one more read brings along.
   */
  static final int MAX_UNREAD = 64 * 1_024;

  // What the reader spends on each read beside its bytes, so that those that come one by one count
  // as what they take.
  private static final int COST_OF_READ = 64;

  private static final String LINE_END = "\r\n";

  private final DataReader source;
  private final DataReader reader = DataReader.create(this::pull);
  private @Nullable ByteArrayOutputStream kept;
  // Of these, some may have been read since.
  private int pulledBytes;
  private int pulls;

  /**
   * @param source of which nothing may be read from now on but through {@link #reader}
   */
  ReceivedHead(DataReader source) {
    this.source = source;
  }

  DataReader reader() {
    return reader;
  }

  /** To be called between the request line and the headers. */
  void begin() {
    kept = new ByteArrayOutputStream();
    keep(unread());
  }

  /** To be called after the answer, so that an idle connection holds nothing. */
  void forget() {
    kept = null;
  }

  /**
   * The values of all headers of that name in the lines that are whole; without {@link #begin}, in
   * what was not read yet, which is what follows a request line that is none.
   */
  List<String> values(HeaderName name) {
    String prefix = name.lowerCase() + ":";
    byte[] bytes = kept == null ? unread() : kept.toByteArray();
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    String whole = text.substring(0, text.lastIndexOf(LINE_END) + 1);
    return Arrays.stream(whole.split(LINE_END, -1))
        .takeWhile(line -> !line.isEmpty())
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
        .map(line -> line.substring(prefix.length()).strip())
        .toList();
  }

  private byte[] pull() {
    if (pulledBytes + pulls * COST_OF_READ > MAX_UNREAD) {
      forgetWhatWasRead();
    }
    byte[] bytes = source.readBuffer().readBytes();
    pulledBytes += bytes.length;
    pulls++;
    keep(bytes);
    return bytes;
  }

  /**
   * Looks at the reader only once so much was pulled, since nearly always most of it was read: by a
   * client that sends many requests ahead, too, for nothing is pulled while there is a whole one.
   *
   * @throws CloseConnectionException if nothing of it was, for it will not end either
   */
  private void forgetWhatWasRead() {
    int unread = reader.available();
    if (unread >= pulledBytes) {
      throw new CloseConnectionException("a line or a chunk has no end");
    }
    pulledBytes = unread;
    pulls = Math.min(pulls, unread);
  }

  private void keep(byte[] bytes) {
    if (kept != null && kept.size() < KEPT) {
      kept.writeBytes(bytes);
    }
  }

  private byte[] unread() {
    int available = reader.available();
    // Asked for nothing, the reader would wait for something.
    return available == 0 ? new byte[0] : reader.getBuffer(available).readBytes();
  }
}
