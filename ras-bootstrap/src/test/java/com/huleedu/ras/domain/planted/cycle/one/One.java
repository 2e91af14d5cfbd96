package com.huleedu.ras.domain.planted.cycle.one;

/** Planted: half of a cycle. */
public record One(com.huleedu.ras.domain.planted.cycle.two.Two two) {}
