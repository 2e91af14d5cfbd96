package com.huleedu.ras.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.IntFunction;

/** Answers whatever it is asked, the n-th request over all connections with the n-th answer. */
final class StubServer implements AutoCloseable {
  private final ServerSocket listener;
  private final IntFunction<String> answers;
  private int count;

  StubServer(IntFunction<String> answers) throws IOException {
    this.answers = answers;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  static String answer(String status, String headers, String content) {
    return "HTTP/1.1 %s\r\n%sContent-Length: %d\r\n\r\n%s"
        .formatted(status, headers, content.length(), content);
  }

  static String ok() {
    return answer("200 OK", "", "ok");
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket socket) {
    try (socket;
        BufferedReader in =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1))) {
      String line = in.readLine();
      while (line != null) {
        while (!line.isEmpty()) {
          line = in.readLine();
        }
        String answer = next();
        if (answer.isEmpty()) {
          return;
        }
        socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
        line = in.readLine();
      }
    } catch (IOException gone) {
      // The client has left.
    }
  }

  /** One at a time: who stalls stalls all. */
  private synchronized String next() {
    return answers.apply(count++);
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
