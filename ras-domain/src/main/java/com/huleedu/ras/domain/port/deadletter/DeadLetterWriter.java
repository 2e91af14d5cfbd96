package com.huleedu.ras.domain.port.deadletter;

import com.huleedu.ras.domain.port.query.Body;

/** Writes what operators are answered about dead letters. */
public interface DeadLetterWriter {
  Body page(DeadLetterPage page);

  Body file(DeadLetterFile file);

  Body result(DeadLetterResult result);

  Body run(DeadLetterRun run);
}
