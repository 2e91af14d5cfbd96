package com.huleedu.ras.application.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Visits every state that can be reached, nearest first, until one breaks a promise. */
final class Explorer implements Protocol.Next {
  private static final int FIRST_CAPACITY = 1 << 20;
  private static final int NOTHING = -1;

  private final Protocol protocol;

  /** In the order of their discovery, each with the place of the one it was reached from. */
  private long[] states = new long[FIRST_CAPACITY / 2];

  private int[] parents = new int[FIRST_CAPACITY / 2];
  private int found;

  /** Open addressing: places in {@link #states}. */
  private int[] table = emptyTable(FIRST_CAPACITY);

  private int current = NOTHING;
  private Optional<String> broken = Optional.empty();

  Explorer(Protocol protocol) {
    this.protocol = protocol;
  }

  /** What was broken and the shortest way there; empty if nothing can be. */
  Optional<String> explore() {
    state("start", 0L);
    for (current = 0; current < found && broken.isEmpty(); current++) {
      protocol.steps(states[current], this);
    }
    return broken;
  }

  int count() {
    return found;
  }

  /** Whether a state is among those that can be reached, with these owners, readers and servers. */
  boolean reached(long state) {
    return table[slot(Layout.canonical(state))] != NOTHING;
  }

  @Override
  public void state(String how, long reached) {
    long state = Layout.canonical(reached);
    int slot = slot(state);
    if (table[slot] != NOTHING) {
      return;
    }
    if (found == states.length) {
      grow();
      slot = slot(state);
    }
    table[slot] = found;
    states[found] = state;
    parents[found] = current;
    found++;
  }

  @Override
  public void violation(String how, String what) {
    if (broken.isEmpty()) {
      List<String> way = way();
      way.add(how);
      broken = Optional.of(what + ", after: " + String.join("; ", way));
    }
  }

  /** Steps aren't kept: which one leads from a state to the next is found by taking all again. */
  private List<String> way() {
    List<String> way = new ArrayList<>();
    for (int at = current; parents[at] != NOTHING; at = parents[at]) {
      way.add(stepBetween(states[parents[at]], states[at]));
    }
    Collections.reverse(way);
    return way;
  }

  private String stepBetween(long from, long to) {
    List<String> steps = new ArrayList<>();
    protocol.steps(
        from,
        new Protocol.Next() {
          @Override
          public void state(String how, long state) {
            if (Layout.canonical(state) == to) {
              steps.add(how);
            }
          }

          @Override
          public void violation(String how, String what) {}
        });
    return steps.getFirst();
  }

  private int slot(long state) {
    long mixed = state * 0x9E3779B97F4A7C15L;
    int slot = (int) (mixed >>> 32) & (table.length - 1);
    while (table[slot] != NOTHING && states[table[slot]] != state) {
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }

  private void grow() {
    states = Arrays.copyOf(states, 2 * states.length);
    parents = Arrays.copyOf(parents, 2 * parents.length);
    table = emptyTable(2 * table.length);
    for (int i = 0; i < found; i++) {
      table[slot(states[i])] = i;
    }
  }

  private static int[] emptyTable(int capacity) {
    int[] empty = new int[capacity];
    Arrays.fill(empty, NOTHING);
    return empty;
  }
}
