package com.huleedu.ras.domain.port.deadletter;

import com.huleedu.ras.domain.port.query.Body;

/** Writes what operators are answered about dead letters. */
public interface DeadLetterWriter {
  Body page(LetterPage page);

  Body file(LetterFile file);

  Body result(LetterResult result);

  Body run(LetterRun run);
}
