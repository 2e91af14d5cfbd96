package com.huleedu.ras.chaos;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A client with a connection that it keeps, and leaves when it is told to. Written on a socket:
 * clients of libraries send a failed request again without a word, which is what has to be seen.
 */
final class Caller implements Runnable {
  private final int port;
  private final List<String> batches;
  private final AtomicBoolean over;
  private final AtomicLong answers = new AtomicLong();
  private final AtomicLong turnedAway = new AtomicLong();
  private final List<String> failures = new ArrayList<>();

  Caller(int port, List<String> batches, AtomicBoolean over) {
    this.port = port;
    this.batches = batches.isEmpty() ? List.of("none") : batches;
    this.over = over;
  }

  long answers() {
    return answers.get();
  }

  /** Connections that ended before the first answer: nobody had accepted them. */
  long turnedAway() {
    return turnedAway.get();
  }

  synchronized List<String> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void run() {
    while (!over.get()) {
      long before = answers.get();
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(15_000);
        callOn(socket);
      } catch (ConnectException notAccepted) {
        return;
      } catch (SocketException e) {
        if (answers.get() > before) {
          fail("%s after %d answers on this connection".formatted(e, answers.get() - before));
        } else {
          // It waited at the door when that was closed: the system resets what nobody has accepted.
          turnedAway.incrementAndGet();
        }
      } catch (IOException e) {
        fail(e.toString());
      }
    }
  }

  private void callOn(Socket socket) throws IOException {
    InputStream in = new BufferedInputStream(socket.getInputStream());
    for (int i = 0; !over.get(); i++) {
      String path = Client.batchPath(batches.get(i % batches.size()));
      socket.getOutputStream().write(request(path));
      String head = head(in);
      int status = Integer.parseInt(head.substring(9, 12));
      in.readNBytes(contentLength(head));
      if (status != 200 && status != 404) {
        fail(path + " was answered " + status);
      }
      answers.incrementAndGet();
      if (head.toLowerCase(Locale.ROOT).contains("connection: close")) {
        return;
      }
    }
  }

  private static byte[] request(String path) {
    return """
    GET %s HTTP/1.1\r
    Host: localhost\r
    X-Internal-API-Key: %s\r
    X-Service-ID: %s\r
    \r
    """
        .formatted(path, Stage.API_KEY, Stage.SERVICE_ID)
        .getBytes(US_ASCII);
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(US_ASCII).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the connection ended before the answer to a request");
      }
      head.write(next);
    }
    return head.toString(US_ASCII);
  }

  private static int contentLength(String head) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
        .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
        .findFirst()
        .orElse(0);
  }

  private synchronized void fail(String what) {
    failures.add(what);
  }
}
