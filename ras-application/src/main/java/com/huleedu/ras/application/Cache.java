package com.huleedu.ras.application;

import com.huleedu.ras.domain.port.deadletter.DeadLetterCopies;
import com.huleedu.ras.domain.port.projection.DeduplicationMarks;
import com.huleedu.ras.domain.port.query.CacheManager;
import java.time.Duration;

/**
 * The ports behind which everything lies that may be lost.
 *
 * @param staleHorizon after this long without any contact nothing stale can be left in the cache:
 *     the life of its entries and of the leases to fill it
 */
public record Cache(
    CacheManager bodies,
    DeduplicationMarks deduplicationMarks,
    DeadLetterCopies deadLetterCopies,
    Duration staleHorizon) {}
