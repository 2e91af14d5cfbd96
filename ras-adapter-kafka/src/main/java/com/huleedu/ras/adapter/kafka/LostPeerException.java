package com.huleedu.ras.adapter.kafka;

/** The clients of now are of no more use: somebody else answers, or they have fallen silent. */
final class LostPeerException extends Exception {
  private static final long serialVersionUID = 1L;

  LostPeerException(String why) {
    super(why);
  }
}
