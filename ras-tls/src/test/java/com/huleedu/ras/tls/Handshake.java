package com.huleedu.ras.tls;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A byte each way over TLS on the loopback address, and what either side says of it.
 *
 * @param client what failed for the client; null if nothing did
 * @param server the same for the server
 * @param shown the certificate that the client saw
 */
record Handshake(
    @Nullable Throwable client, @Nullable Throwable server, @Nullable X509Certificate shown) {

  /** Between a client that verifies the name of the host, and a server. */
  static Handshake between(SSLContext client, SSLContext server, boolean clientHasToShowOne) {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Optional<Throwable>> serving =
          CompletableFuture.supplyAsync(
              () -> failureOf(() -> serve(listening, server, clientHasToShowOne)));
      X509Certificate[] shown = new X509Certificate[1];
      Optional<Throwable> failed =
          failureOf(() -> shown[0] = ask(client, listening.getLocalPort()));
      return new Handshake(failed.orElse(null), serving.get().orElse(null), shown[0]);
    } catch (IOException | InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void serve(ServerSocket listening, SSLContext context, boolean wantsCertificate)
      throws IOException {
    try (Socket plain = listening.accept()) {
      try {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, null, false);
        socket.setNeedClientAuth(wantsCertificate);
        // It speaks first: a client that wrote already may be told of the end by a reset alone.
        socket.getOutputStream().write(7);
        socket.getInputStream().read();
      } finally {
        // Whoever closes before having read all resets the connection, and its last word is lost.
        plain.shutdownOutput();
        plain.getInputStream().transferTo(OutputStream.nullOutputStream());
      }
    }
  }

  private static X509Certificate ask(SSLContext context, int port) throws IOException {
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
      SSLParameters verifying = socket.getSSLParameters();
      verifying.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(verifying);
      if (socket.getInputStream().read() != 7) {
        throw new IOException("no answer");
      }
      socket.getOutputStream().write(7);
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static Optional<Throwable> failureOf(Work work) {
    try {
      work.run();
      return Optional.empty();
    } catch (IOException | RuntimeException failure) {
      return Optional.of(failure);
    }
  }
}
