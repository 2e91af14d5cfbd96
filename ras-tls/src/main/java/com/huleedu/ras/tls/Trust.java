package com.huleedu.ras.tls;

import java.util.List;

/** Whose certificates are believed. */
public sealed interface Trust {
  /** What it is read from. */
  List<Material> materials();

  /** The authorities that the JVM knows. */
  record OfTheJvm() implements Trust {
    @Override
    public List<Material> materials() {
      return List.of();
    }
  }

  /** The authorities whose certificates stand in a PEM text. */
  record Pem(Material certificates) implements Trust {
    @Override
    public List<Material> materials() {
      return List.of(certificates);
    }
  }

  /**
   * The authorities of a trust store.
   *
   * @param type as the JVM names it: PKCS12, JKS
   */
  record Store(Material store, String type, Secret password) implements Trust {
    @Override
    public List<Material> materials() {
      return List.of(store);
    }
  }
}
