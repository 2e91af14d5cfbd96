package com.huleedu.ras.domain.planted.values;

/** Planted: the domain has a class that is no value and no port. */
public class Mutable {
  public int value;
}
