package com.huleedu.ras.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.Locale;

/**
 * A kept connection to 127.0.0.1 that asks for one thing at a time. Understands what it needs to of
 * HTTP/1.1, since the time that it takes is taken from the server, which has the same cores.
 */
public final class HttpConnection implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final String LENGTH = "\r\ncontent-length:";

  private final Socket socket = new Socket();
  private final InputStream in;
  private final OutputStream out;
  private byte[] buffer = new byte[64 * 1_024];
  private int headLength;
  private int contentLength;
  private String head = "";

  public HttpConnection(int port) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
    in = socket.getInputStream();
    out = socket.getOutputStream();
  }

  /** A finished request, as {@link #exchange} takes it. */
  public static byte[] get(String path, String... headers) {
    StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    return request.append("\r\n").toString().getBytes(ISO_8859_1);
  }

  /** Sends a request and reads the whole answer. Returns its status. */
  public int exchange(byte[] request) throws IOException {
    out.write(request);
    int length = 0;
    int end = -1;
    while (end < 0) {
      int from = Math.max(0, length - 3);
      length += read(length);
      end = endOfHead(from, length);
    }
    headLength = end;
    head = new String(buffer, 0, end, ISO_8859_1);
    int status = Integer.parseInt(head.substring(9, 12));
    contentLength = status == 304 || status == 204 ? 0 : contentLength(head);
    while (length < headLength + contentLength) {
      length += read(length);
    }
    return status;
  }

  private int read(int length) throws IOException {
    if (length == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int count = in.read(buffer, length, buffer.length - length);
    if (count < 0) {
      throw new EOFException("the server closed the connection");
    }
    return count;
  }

  private int endOfHead(int from, int to) {
    for (int i = from; i + 3 < to; i++) {
      if (buffer[i] == '\r'
          && buffer[i + 1] == '\n'
          && buffer[i + 2] == '\r'
          && buffer[i + 3] == '\n') {
        return i + 4;
      }
    }
    return -1;
  }

  private static int contentLength(String head) throws IOException {
    int at = head.indexOf("\r\nContent-Length:");
    if (at < 0) {
      at = head.toLowerCase(Locale.ROOT).indexOf(LENGTH);
    }
    if (at < 0) {
      throw new IOException("an answer without Content-Length: " + head);
    }
    int from = at + LENGTH.length();
    return Integer.parseInt(head.substring(from, head.indexOf('\r', from)).strip());
  }

  /** The content of the last answer. */
  public String content() {
    return new String(buffer, headLength, contentLength, UTF_8);
  }

  /** A header of the last answer; empty if it has none of that name. */
  public String header(String name) {
    return head.lines()
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException goneAnyway) {
      // Nothing is owed to the server.
    }
  }
}
