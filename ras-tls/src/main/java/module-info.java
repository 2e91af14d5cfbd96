import org.jspecify.annotations.NullMarked;

/**
 * Certificates and private keys, from PEM texts, PEM files and key stores that change while the
 * service runs.
 *
 * <p>{@link com.huleedu.ras.tls.Tls} is what an adapter is given: a context of which each new
 * connection has the newest material. {@link com.huleedu.ras.tls.TlsWatch} looks at the files. What
 * can't be used never takes the place of what can.
 */
@NullMarked
module com.huleedu.ras.tls {
  requires transitive com.huleedu.ras.domain;
  requires transitive micrometer.core;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports com.huleedu.ras.tls;
}
