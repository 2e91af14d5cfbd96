package com.huleedu.ras.domain;

import java.util.HexFormat;

/**
 * What a server speaks, by the first bytes that it sends: for whoever expected another one at its
 * address, and has to tell an operator what is there instead.
 */
public enum WireProtocol {
  HTTP("HTTP"),
  TLS("TLS"),
  SSH("SSH"),
  GREETING("a greeting as of SMTP or FTP"),
  POSTGRESQL("PostgreSQL's protocol"),
  REDIS("Redis's protocol"),
  AMQP("AMQP"),
  UNKNOWN("something unknown");

  private static final int SHOWN = 8;

  private final String words;

  WireProtocol(String words) {
    this.words = words;
  }

  /**
   * The protocol that an answer belongs to.
   *
   * @param head the beginning of the answer, eight bytes or more if there are so many
   */
  public static WireProtocol of(byte[] head) {
    String text = text(head);
    if (text.startsWith("HTTP/") || text.startsWith("<")) {
      return HTTP;
    }
    // A record of TLS: an alert or a handshake, then the version, which begins with a 3.
    if (head.length > 1 && (head[0] == 0x15 || head[0] == 0x16) && head[1] == 3) {
      return TLS;
    }
    if (text.startsWith("SSH-")) {
      return SSH;
    }
    if (text.matches("(?s)220[ -].*")) {
      return GREETING;
    }
    if (text.startsWith("E\0\0") || text.startsWith("R\0\0")) {
      return POSTGRESQL;
    }
    if (text.matches("(?s)[-+][A-Z]{2,}.*")) {
      return REDIS;
    }
    return text.startsWith("AMQP") ? AMQP : UNKNOWN;
  }

  /** For an operator: the protocol's name, or the first bytes where it is not known. */
  public static String named(byte[] head) {
    WireProtocol protocol = of(head);
    return protocol == UNKNOWN
        ? "%s (it begins with the bytes %s)"
            .formatted(
                protocol.words,
                HexFormat.ofDelimiter(" ").formatHex(head, 0, Math.min(SHOWN, head.length)))
        : protocol.words;
  }

  private static String text(byte[] head) {
    StringBuilder text = new StringBuilder(head.length);
    for (byte octet : head) {
      text.append((char) (octet & 0xff));
    }
    return text.toString();
  }
}
