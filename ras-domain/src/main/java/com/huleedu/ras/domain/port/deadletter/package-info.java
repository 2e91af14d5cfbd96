/**
 * Messages that could not be applied, and what operators decide about them (guarantees, G4 and
 * G11). In: {@link com.huleedu.ras.domain.port.deadletter.ManageDeadLetters}. Out: {@code
 * DeadLetters}, where projection stores them, {@code DeadLetterArchive} and {@code
 * DeadLetterCopies}; {@code SettledDeadLetters} and {@code LogBeginnings} for what is old.
 */
package com.huleedu.ras.domain.port.deadletter;
