package com.huleedu.ras.domain.event;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.UploadId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A file that was uploaded for a batch will never be one of its essays. */
public record FileRejected(
    Stamp stamp, @Nullable UUID correlationId, BatchId batch, UploadId upload, RejectedFile file)
    implements CompletionEvent {}
