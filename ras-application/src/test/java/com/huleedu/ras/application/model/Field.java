package com.huleedu.ras.application.model;

/** Some bits of a state: a state is one long, so that millions of them fit into memory. */
record Field(int shift, int bits) {
  int of(long state) {
    return (int) (state >>> shift) & mask();
  }

  long with(long state, int value) {
    if ((value & ~mask()) != 0) {
      throw new IllegalArgumentException(value + " does not fit into " + this);
    }
    return (state & ~((long) mask() << shift)) | ((long) value << shift);
  }

  private int mask() {
    return (1 << bits) - 1;
  }

  /** The field after this one. */
  Field then(int width) {
    return new Field(shift + bits, width);
  }
}
