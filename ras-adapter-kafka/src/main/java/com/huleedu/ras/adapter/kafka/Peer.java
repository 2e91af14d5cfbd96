package com.huleedu.ras.adapter.kafka;

import java.util.List;

/** Who answers at an address. */
sealed interface Peer {
  /** A broker, and where it sends its clients to. */
  record Broker(List<Advertised> advertised) implements Peer {}

  /** Nobody now: what came of asking, as the rest of a sentence about the address. */
  record Away(String what, Likely likely) implements Peer {}

  /** Somebody who is no broker; the same. */
  record Stranger(String what) implements Peer {}

  /** A broker that does not let us in, or we not it, until somebody corrects that; the same. */
  record Refused(String what) implements Peer {}

  /** What a broker advertises, for itself or for another. */
  record Advertised(int broker, Address address) {}

  /** What keeps an address from answering. */
  enum Likely {
    UNKNOWN_HOST,
    NOBODY_LISTENS,
    NO_ANSWER,
    TLS
  }
}
