package com.huleedu.ras.adapter.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderName;
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
 */
final class ReceivedHead {
  /** More than Helidon reads of one head before it gives up. */
  private static final int KEPT = 2 * Listeners.MAX_HEADERS;

  private static final String LINE_END = "\r\n";

  private final DataReader source;
  private final DataReader reader = DataReader.create(this::pull);
  private @Nullable ByteArrayOutputStream kept;

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
    byte[] bytes = source.readBuffer().readBytes();
    keep(bytes);
    return bytes;
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
