package com.huleedu.ras.application.commit;

import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.port.deadletter.DeadLetter;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.query.Touched;
import java.util.List;

/**
 * What one poll left in the database.
 *
 * @param applied the messages that are in the model now
 * @param facts what they say, folded
 * @param deadLetters the messages that became dead letters
 */
public record Commit(
    List<Message.Decoded> applied, Facts facts, List<DeadLetter> deadLetters, Touched touched) {}
