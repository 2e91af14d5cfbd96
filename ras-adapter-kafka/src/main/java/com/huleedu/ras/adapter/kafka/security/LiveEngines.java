package com.huleedu.ras.adapter.kafka.security;

import com.huleedu.ras.tls.Tls;
import java.security.KeyStore;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes the engines of Kafka's clients, each with the newest certificates: the clients themselves
 * read their files once. Public since they make it by its name.
 */
@SuppressWarnings("exports") // for Kafka's clients, who know what it is
public final class LiveEngines implements SslEngineFactory {
  /** The entry of the clients' settings that holds the {@link Tls}. */
  static final String TLS = "ras.tls";

  private @Nullable Tls tls;

  /** Made by Kafka's clients. */
  public LiveEngines() {}

  @Override
  public void configure(Map<String, ?> settings) {
    tls = (Tls) Objects.requireNonNull(settings.get(TLS), TLS);
  }

  @Override
  public SSLEngine createClientSslEngine(
      String host, int port, @Nullable String endpointIdentification) {
    SSLEngine engine = Objects.requireNonNull(tls).context().createSSLEngine(host, port);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS"); // whatever was said
    engine.setSSLParameters(parameters);
    return engine;
  }

  @Override
  public SSLEngine createServerSslEngine(String host, int port) {
    throw new UnsupportedOperationException("for clients only");
  }

  @Override
  public boolean shouldBeRebuilt(Map<String, Object> settings) {
    return false;
  }

  @Override
  public Set<String> reconfigurableConfigs() {
    return Set.of();
  }

  @Override
  public @Nullable KeyStore keystore() {
    return null;
  }

  @Override
  public @Nullable KeyStore truststore() {
    return null;
  }

  @Override
  public void close() {
    // The Tls is the service's.
  }
}
