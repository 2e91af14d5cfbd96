package com.huleedu.ras.adapter.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A client that sends what it is told, byte by byte, and reads strictly. */
final class RawHttp implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  RawHttp(int port) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(10_000);
      in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An answer as it came over the wire. */
  record Reply(int status, Map<String, String> headers, String body) {
    @Nullable String header(String name) {
      return headers.get(name.toLowerCase(Locale.ROOT));
    }
  }

  static String get(String target, String... headers) {
    return request("GET", target, headers);
  }

  static String request(String method, String target, String... headers) {
    StringBuilder text = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: ras\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    return text.append("\r\n").toString();
  }

  RawHttp send(String text) {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawHttp send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void endOfInput() throws IOException {
    socket.shutdownOutput();
  }

  /** The next answer; null if the connection ended in front of it. */
  @Nullable Reply read() {
    return read(false);
  }

  @Nullable Reply read(boolean head) {
    try {
      String statusLine = line();
      if (statusLine == null) {
        return null;
      }
      String[] parts = statusLine.split(" ", 3);
      if (!parts[0].equals("HTTP/1.1") || !parts[1].matches("[0-9]{3}")) {
        throw new IllegalStateException("malformed status line: " + statusLine);
      }
      Map<String, String> headers = new TreeMap<>();
      for (String line = line(); !line.isEmpty(); line = line()) {
        int colon = line.indexOf(':');
        if (colon < 1) {
          throw new IllegalStateException("malformed header: " + line);
        }
        headers.merge(
            line.substring(0, colon).toLowerCase(Locale.ROOT),
            line.substring(colon + 1).strip(),
            (a, b) -> a + "\n" + b);
      }
      int length = Integer.parseInt(headers.getOrDefault("content-length", "-1"));
      if (length < 0) {
        throw new IllegalStateException("no content-length: " + headers);
      }
      byte[] body = head ? new byte[0] : in.readNBytes(length);
      if (!head && body.length != length) {
        throw new IllegalStateException("the body ends early: " + body.length + "/" + length);
      }
      return new Reply(
          Integer.parseInt(parts[1]), headers, new String(body, StandardCharsets.UTF_8));
    } catch (SocketException e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whatever comes until the connection ends, by whichever way. */
  String everything() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      in.transferTo(all);
    } catch (SocketException reset) {
      // An end as well.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  private @Nullable String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        if (line.size() == 0) {
          return null;
        }
        throw new IllegalStateException("the line ends early: " + line);
      }
      line.write(c);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    if (!text.endsWith("\r")) {
      throw new IllegalStateException("a line without CR: " + text);
    }
    return text.substring(0, text.length() - 1);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
