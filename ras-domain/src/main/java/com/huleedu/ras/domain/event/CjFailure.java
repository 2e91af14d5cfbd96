package com.huleedu.ras.domain.event;

import org.jspecify.annotations.Nullable;

/**
 * The comparative judgement of a batch failed as a whole.
 *
 * @param error a JSON object in compact text, whole, however long; null if nothing is said
 */
public record CjFailure(@Nullable String error) {}
