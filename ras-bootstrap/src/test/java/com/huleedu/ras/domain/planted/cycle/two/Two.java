package com.huleedu.ras.domain.planted.cycle.two;

/** Planted: half of a cycle. */
public record Two(com.huleedu.ras.domain.planted.cycle.one.One one) {}
