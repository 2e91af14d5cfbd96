package com.huleedu.ras.application;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Two clocks.
 *
 * @param wall for what is written down
 * @param nanoTime monotonic, as {@link System#nanoTime}: for how long something takes
 */
public record Clocks(InstantSource wall, LongSupplier nanoTime) {}
