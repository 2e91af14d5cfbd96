package com.huleedu.ras.benchmarks.load;

import java.util.List;

/**
 * What is asked, and in which order, over and over.
 *
 * @param port of the server
 * @param requests finished ones
 * @param order indices of {@code requests}
 * @param expected the status that all answers must have
 */
@SuppressWarnings("ArrayRecordComponent") // read, never compared
public record Requests(int port, List<byte[]> requests, int[] order, int expected) {
  public Requests {
    requests = List.copyOf(requests);
  }

  int at(long place) {
    return order[(int) (place % order.length)];
  }
}
