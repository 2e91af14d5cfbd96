package com.huleedu.ras.tls;

import com.huleedu.ras.domain.MisconfiguredException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Key stores as JSSE wants them, each looked at before anybody relies on it. */
final class KeyStores {
  private static final String ENTRY = "key";

  /** Within the process, where nobody sees them. */
  static final char[] INNER_PASSWORD = {'-'};

  private KeyStores() {}

  /**
   * The certificates to believe; null for those that the JVM knows.
   *
   * @throws MisconfiguredException naming the setting and what is wrong
   */
  static @Nullable KeyStore of(Trust trust) {
    return switch (trust) {
      case Trust.OfTheJvm _ -> null;
      case Trust.Pem(Material certificates) -> trusted(new PemText(certificates).certificates());
      case Trust.Store(Material store, String type, Secret password) -> {
        KeyStore loaded = loaded(store, type, password);
        if (certificatesOf(loaded).isEmpty()) {
          throw new MisconfiguredException(store.setting() + " holds no certificate to trust");
        }
        yield loaded;
      }
    };
  }

  /**
   * The key with its certificate; null for none.
   *
   * @throws MisconfiguredException naming the setting and what is wrong
   */
  static @Nullable KeyStore of(Identity identity) {
    return switch (identity) {
      case Identity.None _ -> null;
      case Identity.Pem(Material chain, Material key, Secret password) -> {
        List<X509Certificate> certificates = new PemText(chain).certificates();
        X509Certificate own = certificates.getFirst();
        PrivateKey opened = new PemText(key).key(own.getPublicKey().getAlgorithm(), password);
        checkPair(own, opened, chain, key);
        yield of(certificates, opened, chain);
      }
      case Identity.Store(Material store, String type, Secret password, Secret keyPassword) ->
          ofStore(store, loaded(store, type, password), keyPassword);
    };
  }

  private static KeyStore ofStore(Material store, KeyStore loaded, Secret keyPassword) {
    try {
      for (String alias : Collections.list(loaded.aliases())) {
        if (loaded.isKeyEntry(alias)
            && loaded.getKey(alias, keyPassword.characters()) instanceof PrivateKey key) {
          Certificate[] shown = loaded.getCertificateChain(alias);
          if (shown == null) {
            continue; // a key that nobody vouches for
          }
          List<X509Certificate> chain =
              Arrays.stream(shown).map(X509Certificate.class::cast).toList();
          checkPair(chain.getFirst(), key, store, store);
          return of(chain, key, store);
        }
      }
    } catch (UnrecoverableKeyException wrong) {
      throw new MisconfiguredException(
          "%s holds a key that %s does not open".formatted(store.setting(), keyPassword.setting()));
    } catch (GeneralSecurityException broken) {
      throw new MisconfiguredException(store.setting() + " can't be used: " + broken.getMessage());
    }
    throw new MisconfiguredException(store.setting() + " holds no private key with a certificate");
  }

  private static KeyStore loaded(Material store, String type, Secret password) {
    byte[] content = store.content();
    try {
      KeyStore loaded = KeyStore.getInstance(type);
      // Java's own form can be read without a password, which only proves that nobody changed it.
      boolean unproven = type.equals("JKS") && password.value().isEmpty();
      loaded.load(new ByteArrayInputStream(content), unproven ? null : password.characters());
      return loaded;
    } catch (KeyStoreException unknown) {
      throw new MisconfiguredException(
          "%s: the JVM knows no key store of the type %s".formatted(store.setting(), type));
    } catch (IOException | GeneralSecurityException broken) {
      throw new MisconfiguredException(
          broken.getCause() instanceof UnrecoverableKeyException
              ? "%s is not opened by %s".formatted(store.setting(), password.setting())
              : "%s is no key store of the type %s".formatted(store.setting(), type));
    }
  }

  private static KeyStore trusted(List<X509Certificate> certificates) {
    try {
      KeyStore store = empty();
      for (int i = 0; i < certificates.size(); i++) {
        store.setCertificateEntry("trusted-" + i, certificates.get(i));
      }
      return store;
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static KeyStore of(List<X509Certificate> chain, PrivateKey key, Material from) {
    try {
      KeyStore store = empty();
      store.setKeyEntry(ENTRY, key, INNER_PASSWORD, chain.toArray(Certificate[]::new));
      return store;
    } catch (KeyStoreException unordered) {
      throw new MisconfiguredException(
          from.setting()
              + " holds a chain in which a certificate was not issued by the one after it");
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  /** The certificate of this side, in a store that {@link #of(Identity)} made. */
  static X509Certificate own(KeyStore identity) {
    try {
      return (X509Certificate) identity.getCertificate(ENTRY);
    } catch (KeyStoreException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static List<String> certificatesOf(KeyStore store) {
    try {
      return Collections.list(store.aliases());
    } catch (KeyStoreException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * Whether what the key signs is what the certificate proves; JSSE would find out, peer by peer.
   */
  private static void checkPair(
      X509Certificate certificate, PrivateKey key, Material chain, Material keyMaterial) {
    byte[] text = {1, 2, 3};
    try {
      Signature signature = Signature.getInstance(signatureBy(key.getAlgorithm()));
      signature.initSign(key);
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(text);
      if (signature.verify(signed)) {
        return;
      }
    } catch (GeneralSecurityException other) {
      // Of another algorithm: no pair either.
    }
    throw new MisconfiguredException(
        chain.equals(keyMaterial)
            ? chain.setting() + " holds a key and a certificate that don't belong together"
            : "%s and %s don't belong together: the certificate of the key has to stand first"
                .formatted(chain.setting(), keyMaterial.setting()));
  }

  private static String signatureBy(String algorithm) {
    return switch (algorithm) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      case "DSA" -> "SHA256withDSA";
      default -> algorithm;
    };
  }
}
