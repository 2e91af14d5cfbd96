package com.huleedu.ras.adapter.http;

import com.huleedu.ras.domain.port.deadletter.DeadLetterWriter;
import com.huleedu.ras.domain.port.deadletter.ManageDeadLetters;
import com.huleedu.ras.domain.port.query.QueryBatches;

/**
 * What the API gives access to.
 *
 * @param deadLetterWriter writes what {@code deadLetters} answers; batches come as finished bodies
 */
public record UseCases(
    QueryBatches batches, ManageDeadLetters deadLetters, DeadLetterWriter deadLetterWriter) {}
