package com.huleedu.ras.chaos;

import java.util.Map;
import java.util.TreeMap;

/** What the readers were answered, by status. */
final class Readers {
  private final Map<Integer, Integer> answers = new TreeMap<>();

  synchronized void count(int status) {
    answers.merge(status, 1, Integer::sum);
  }

  @Override
  public synchronized String toString() {
    return answers.toString().replace(Client.NO_ANSWER + "=", "no answer=");
  }
}
