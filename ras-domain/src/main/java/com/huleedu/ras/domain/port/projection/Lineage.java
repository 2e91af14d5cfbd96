package com.huleedu.ras.domain.port.projection;

import java.util.UUID;

/**
 * The unbroken history of one database. It is renewed when the database is found to have fallen
 * back, or a swap loses facts, so that marks of events which the database has forgotten no longer
 * count.
 */
public record Lineage(UUID id) {}
