package com.huleedu.ras.tls;

import com.huleedu.ras.domain.MisconfiguredException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/**
 * Trust and identity of the connections to one server, or of one listener, always the newest that
 * was of use. {@link TlsWatch} keeps it so; without that it stays as it was read.
 */
public final class Tls {
  private final String name;
  private final Trust trust;
  private final Identity identity;
  private final SSLContext context;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile Loaded loaded;

  private record Loaded(TlsMaterial material, String digest) {}

  private Tls(String name, Trust trust, Identity identity, Loaded loaded) {
    this.name = name;
    this.trust = trust;
    this.identity = identity;
    this.loaded = loaded;
    this.context = new LiveContext(() -> this.loaded.material().context());
  }

  /**
   * Reads trust and identity.
   *
   * @param name of what is connected, in messages and metrics: "Redis"
   * @throws MisconfiguredException naming the setting and what is wrong; no content
   */
  public static Tls load(String name, Trust trust, Identity identity) {
    String digest = digest(trust, identity);
    return new Tls(name, trust, identity, new Loaded(read(trust, identity), digest));
  }

  /** Of what is connected. */
  public String name() {
    return name;
  }

  /** What was read last and could be used. */
  public TlsMaterial current() {
    return loaded.material();
  }

  /** One context for the whole life: each new connection has the newest material. */
  public SSLContext context() {
    return context;
  }

  /** Has this run after each change, on the thread that found it: connections may be renewed. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /** Ends what {@link #onChange} began, for who closes before the service does. */
  public void forget(Runnable listener) {
    listeners.remove(listener);
  }

  /** By which an operator knows whose certificates are believed; empty: those the JVM knows. */
  public Optional<String> trustSetting() {
    return trust.materials().stream().findFirst().map(Material::setting);
  }

  /** By which an operator knows the certificate of this side; empty if there is none. */
  public Optional<String> identitySetting() {
    return identity.materials().stream().findFirst().map(Material::setting);
  }

  private static Stream<Material> materials(Trust trust, Identity identity) {
    return Stream.concat(trust.materials().stream(), identity.materials().stream());
  }

  /**
   * Reads the files again, and takes what is in them if they changed.
   *
   * @return whether there was a change
   * @throws MisconfiguredException if what is there now can't be used; what was there before stays
   */
  boolean reload() {
    String digest = digest(trust, identity);
    if (digest.equals(loaded.digest())) {
      return false;
    }
    TlsMaterial material = read(trust, identity);
    if (!digest.equals(digest(trust, identity))) {
      throw new MisconfiguredException("the files of " + name + " change at this moment");
    }
    material.own().filter(own -> !current().own().equals(Optional.of(own))).ifPresent(this::check);
    loaded = new Loaded(material, digest);
    tellListeners();
    return true;
  }

  private static TlsMaterial read(Trust trust, Identity identity) {
    try {
      return TlsMaterial.of(trust, identity);
    } catch (MisconfiguredException wrong) {
      throw wrong;
    } catch (RuntimeException surprise) {
      throw new MisconfiguredException("TLS can't be set up: " + surprise, surprise);
    }
  }

  /** One that works is left for none that does not, or not yet. */
  private void check(X509Certificate own) {
    Instant now = Instant.now();
    String setting = identity.materials().getFirst().setting();
    if (own.getNotAfter().toInstant().isBefore(now)) {
      throw new MisconfiguredException(setting + ": " + Certificates.expired(own));
    }
    if (own.getNotBefore().toInstant().isAfter(now)) {
      throw new MisconfiguredException(setting + ": " + Certificates.early(own));
    }
  }

  /** Each hears of it, whatever another makes of it. */
  private void tellListeners() {
    List<RuntimeException> surprises = new ArrayList<>();
    for (Runnable listener : listeners) {
      try {
        listener.run();
      } catch (RuntimeException surprise) {
        surprises.add(surprise);
      }
    }
    if (!surprises.isEmpty()) {
      throw surprises.getFirst();
    }
  }

  /** Of all contents: links are followed, and times of files say nothing. */
  private static String digest(Trust trust, Identity identity) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      materials(trust, identity)
          .filter(material -> material.file().isPresent())
          .forEach(material -> {
            byte[] content = material.content();
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(content.length).array());
            digest.update(content);
          });
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public String toString() {
    return "Tls[%s, trust=%s, identity=%s]".formatted(name, trust, identity);
  }
}
