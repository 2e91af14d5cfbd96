package com.huleedu.ras.domain.batch;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.UploadId;
import com.huleedu.ras.domain.event.FileRejected;
import com.huleedu.ras.domain.event.RejectedFile;
import java.util.Objects;

/** All that events have said about one file that never became an essay. */
public record RejectedFileFacts(BatchId batch, UploadId upload, Register<RejectedFile> file) {

  /** One upload of one batch. */
  public record Key(BatchId batch, UploadId upload) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byBatch = batch.compareTo(other.batch);
      return byBatch != 0 ? byBatch : upload.compareTo(other.upload);
    }
  }

  static RejectedFileFacts of(FileRejected event) {
    return new RejectedFileFacts(
        event.batch(), event.upload(), new Register<>(event.stamp(), event.file()));
  }

  public Key key() {
    return new Key(batch, upload);
  }

  /** What both know; they must be about the same upload of the same batch. */
  public RejectedFileFacts merge(RejectedFileFacts other) {
    return new RejectedFileFacts(
        batch, upload, Objects.requireNonNull(Register.merge(file, other.file)));
  }
}
