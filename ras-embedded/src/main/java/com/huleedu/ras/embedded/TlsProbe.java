package com.huleedu.ras.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Speaks TLS to a port of this machine, whoever it is, to see who it is. */
public final class TlsProbe {
  private static final int TIMEOUT_MILLIS = 5_000;

  /** PostgreSQL's question whether TLS is spoken; it answers with an S, in clear. */
  private static final byte[] SSL_REQUEST = {0, 0, 0, 8, 0x04, (byte) 0xd2, 0x16, 0x2f};

  private TlsProbe() {}

  /**
   * The certificate that a server shows to whoever connects now, valid or not.
   *
   * @throws IOException if it can't be reached or does not speak TLS
   */
  public static X509Certificate certificateOn(int port) throws IOException {
    try (Socket socket = connect(port)) {
      return certificateOf(socket);
    }
  }

  /** As {@link #certificateOn}, of a PostgreSQL. */
  static X509Certificate certificateOfPostgres(int port) throws IOException {
    try (Socket socket = connect(port)) {
      socket.getOutputStream().write(SSL_REQUEST);
      if (socket.getInputStream().read() != 'S') {
        throw new SSLException("no TLS on port " + port);
      }
      return certificateOf(socket);
    }
  }

  /** A connection to whoever is there, with a certificate for who asks for one. */
  static SSLSocket open(int port, IssuedCertificate own) throws IOException {
    try {
      return over(connect(port), Stores.keyManagers(own), new AtomicReference<>());
    } catch (GeneralSecurityException e) {
      throw new SSLException(e);
    }
  }

  private static X509Certificate certificateOf(Socket socket) throws IOException {
    AtomicReference<@Nullable X509Certificate> seen = new AtomicReference<>();
    try (SSLSocket secured = over(socket, null, seen)) {
      secured.startHandshake();
    } catch (SSLException e) {
      // Who wants a certificate of ours has shown its own before.
      if (seen.get() == null) {
        throw e;
      }
    }
    X509Certificate certificate = seen.get();
    if (certificate == null) {
      throw new SSLException("no certificate on port " + socket.getPort());
    }
    return certificate;
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  private static SSLSocket over(
      Socket socket, KeyManager @Nullable [] own, AtomicReference<@Nullable X509Certificate> seen)
      throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own, new TrustManager[] {new Anybody(seen)}, null);
      // The outer socket closes the inner one.
      return (SSLSocket)
          context
              .getSocketFactory()
              .createSocket(
                  socket, socket.getInetAddress().getHostAddress(), socket.getPort(), true);
    } catch (GeneralSecurityException e) {
      throw new SSLException(e);
    }
  }

  /** Trusts everybody, and remembers whom. */
  private record Anybody(AtomicReference<@Nullable X509Certificate> seen)
      implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("a client has no clients");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      seen.set(chain[0]);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
