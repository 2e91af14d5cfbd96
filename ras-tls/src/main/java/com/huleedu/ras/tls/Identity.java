package com.huleedu.ras.tls;

import java.util.List;

/** What this side shows of itself: a certificate, and the key that proves it. */
public sealed interface Identity {
  /** What it is read from. */
  List<Material> materials();

  /** Nothing: a client that nobody asks for a certificate. */
  record None() implements Identity {
    @Override
    public List<Material> materials() {
      return List.of();
    }
  }

  /**
   * PEM texts, which may be one and the same.
   *
   * @param chain the certificate of the key, and those between it and its authority after it
   * @param key PKCS#8
   * @param password of an encrypted key; else not used
   */
  record Pem(Material chain, Material key, Secret password) implements Identity {
    @Override
    public List<Material> materials() {
      return List.of(chain, key);
    }
  }

  /**
   * A key store with one key.
   *
   * @param type as the JVM names it: PKCS12, JKS
   */
  record Store(Material store, String type, Secret password, Secret keyPassword)
      implements Identity {
    @Override
    public List<Material> materials() {
      return List.of(store);
    }
  }
}
