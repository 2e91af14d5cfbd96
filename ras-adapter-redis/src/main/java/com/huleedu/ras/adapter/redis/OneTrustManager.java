package com.huleedu.ras.adapter.redis;

import java.security.KeyStore;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.TrustManagerFactorySpi;
import org.jspecify.annotations.Nullable;

/** A trust manager that is there already, for a library that asks for who makes one. */
final class OneTrustManager extends TrustManagerFactory {
  OneTrustManager(TrustManager one) {
    super(new Spi(one), null, "one");
  }

  private static final class Spi extends TrustManagerFactorySpi {
    private final TrustManager one;

    Spi(TrustManager one) {
      this.one = one;
    }

    @Override
    protected void engineInit(@Nullable KeyStore store) {
      // It trusts what it does.
    }

    @Override
    protected void engineInit(ManagerFactoryParameters parameters) {
      // The same.
    }

    @Override
    protected TrustManager[] engineGetTrustManagers() {
      return new TrustManager[] {one};
    }
  }
}
