package com.huleedu.ras.application;

import com.huleedu.ras.domain.port.out.BatchRepository;
import com.huleedu.ras.domain.port.out.DeadLetters;
import com.huleedu.ras.domain.port.out.Positions;
import com.huleedu.ras.domain.port.out.Transactions;

/** The ports behind which everything durable lies, in one database and so in one transaction. */
public record Store(
    Transactions transactions,
    BatchRepository batches,
    DeadLetters deadLetters,
    Positions positions) {}
