package com.huleedu.ras.adapter.kafka.security;

import com.huleedu.ras.domain.RasException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.auth.SaslExtensionsCallback;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerTokenCallback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives Kafka's clients a token whenever they want one: at first, and before the one they have
 * ends. Public since they make it by its name.
 */
@SuppressWarnings("exports") // for Kafka's clients, who know what it is
public final class TokenSignIn implements AuthenticateCallbackHandler {
  /** The entry of the clients' settings that holds the {@link Sasl.ClientCredentials}. */
  static final String CREDENTIALS = "ras.credentials";

  private static final Logger LOG = LoggerFactory.getLogger(TokenSignIn.class);

  private @Nullable TokenEndpoint endpoint;
  private boolean signedIn;
  private String said = "";

  /** Made by Kafka's clients. */
  public TokenSignIn() {}

  @Override
  public void configure(
      Map<String, ?> settings, String mechanism, List<AppConfigurationEntry> jaas) {
    endpoint =
        new TokenEndpoint(
            (Sasl.ClientCredentials)
                Objects.requireNonNull(settings.get(CREDENTIALS), CREDENTIALS));
  }

  @Override
  public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
    for (Callback callback : callbacks) {
      switch (callback) {
        case OAuthBearerTokenCallback wanted -> answer(wanted);
        case SaslExtensionsCallback _ -> {
          // There are none.
        }
        default -> throw new UnsupportedCallbackException(callback);
      }
    }
  }

  /** Not by an exception: of that the clients would tell with a stack trace, and lose the words. */
  private void answer(OAuthBearerTokenCallback wanted) {
    try {
      wanted.token(Objects.requireNonNull(endpoint).token());
      signedIn = true;
      said = "";
    } catch (RasException none) {
      tell(String.valueOf(none.getMessage()));
      wanted.error("no_token", none.getMessage(), null);
    }
  }

  /** The first time it is told by who wanted to begin. */
  private void tell(String why) {
    if (signedIn && !why.equals(said)) {
      said = why;
      LOG.warn("No new token for Kafka, whose old one still serves until it ends: {}", why);
    }
  }

  @Override
  public void close() {
    // Nothing is kept open.
  }
}
