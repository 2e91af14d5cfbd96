package com.huleedu.ras.application;

import com.huleedu.ras.domain.port.deadletter.DeadLetters;
import com.huleedu.ras.domain.port.projection.Positions;
import com.huleedu.ras.domain.port.projection.Transactions;
import com.huleedu.ras.domain.port.query.BatchRepository;

/** The ports behind which everything durable lies, in one database and so in one transaction. */
public record Store(
    Transactions transactions,
    BatchRepository batches,
    DeadLetters deadLetters,
    Positions positions) {}
