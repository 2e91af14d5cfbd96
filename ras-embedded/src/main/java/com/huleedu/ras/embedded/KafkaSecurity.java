package com.huleedu.ras.embedded;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whom a secured broker lets in, and what it shows.
 *
 * @param authority whose clients it knows
 * @param certificate its own
 * @param users their passwords, for PLAIN and both kinds of SCRAM
 * @param tokens whose tokens it takes; null for none, then there is no {@link
 *     KafkaListener#SASL_OAUTH}
 * @param aclsDecide whether a client may do nothing that no ACL allows, but over the plain listener
 */
public record KafkaSecurity(
    TestAuthority authority,
    IssuedCertificate certificate,
    Map<String, String> users,
    @Nullable TokenEndpoint tokens,
    boolean aclsDecide) {

  public KafkaSecurity {
    users = Map.copyOf(users);
    for (String user : users.keySet()) {
      if (!user.matches("[A-Za-z0-9_-]+")) {
        throw new IllegalArgumentException("user is not a plain name: " + user);
      }
    }
  }

  /** With a certificate for this machine, without users. */
  public static KafkaSecurity of(TestAuthority authority) {
    return new KafkaSecurity(authority, authority.server(), Map.of(), null, false);
  }

  public KafkaSecurity with(IssuedCertificate other) {
    return new KafkaSecurity(authority, other, users, tokens, aclsDecide);
  }

  /** The same, and one user more. */
  public KafkaSecurity withUser(String name, String password) {
    Map<String, String> more = new HashMap<>(users);
    more.put(name, password);
    return new KafkaSecurity(authority, certificate, more, tokens, aclsDecide);
  }

  /** The same, with a listener for tokens. The endpoint has to be there when the broker starts. */
  public KafkaSecurity with(TokenEndpoint endpoint) {
    return new KafkaSecurity(authority, certificate, users, endpoint, aclsDecide);
  }

  /** The same, for clients that need an ACL for whatever they do. */
  public KafkaSecurity whereAclsDecide() {
    return new KafkaSecurity(authority, certificate, users, tokens, true);
  }

  /** Without the passwords. */
  @Override
  public String toString() {
    return "KafkaSecurity[certificate=" + certificate + ", users=" + users.keySet() + "]";
  }
}
