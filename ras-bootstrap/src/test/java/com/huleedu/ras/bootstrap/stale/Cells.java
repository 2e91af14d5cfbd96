package com.huleedu.ras.bootstrap.stale;

import com.huleedu.ras.domain.batch.Batch;
import com.huleedu.ras.domain.batch.EssayResult;
import com.huleedu.ras.domain.event.SpellcheckResult;
import com.huleedu.ras.domain.port.query.BatchPage;
import com.huleedu.ras.domain.port.query.Body;
import com.huleedu.ras.domain.port.query.BodyWriter;
import com.huleedu.ras.domain.port.query.EssayPage;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The versions of all cells of one batch in an answer. As bytes rather than JSON, since millions of
 * answers are to be read.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Cells(int batch, long[] versions) {
  private static final int BYTES = Long.BYTES * (1 + Shape.CELLS);

  static final BodyWriter WRITER =
      new BodyWriter() {
        @Override
        public boolean writes(Body body) {
          return true;
        }

        @Override
        public Body batch(Batch batch) {
          return bodyOf(List.of(batch));
        }

        @Override
        public Body page(UserBatchesQuery query, BatchPage page) {
          return bodyOf(page.batches());
        }

        @Override
        public Body essays(EssayPage page) {
          throw new UnsupportedOperationException("never cached");
        }
      };

  private static Body bodyOf(List<Batch> batches) {
    ByteBuffer out = ByteBuffer.allocate(batches.size() * BYTES);
    for (Batch batch : batches) {
      out.putLong(Shape.numberOf(batch.batch()));
      for (long version : versions(batch)) {
        out.putLong(version);
      }
    }
    return new Body(out.array());
  }

  private static long[] versions(Batch batch) {
    long[] versions = new long[Shape.CELLS];
    versions[0] = batch.essayCount();
    for (EssayResult essay : batch.essays()) {
      SpellcheckResult result = essay.spellcheck();
      Long version = result == null ? null : result.corrections();
      versions[Shape.cellOf(essay.essay())] = version == null ? 0 : version;
      if (essay.slot() != null) {
        versions[Shape.SLOT] = number(essay.slot().fileName());
      }
    }
    batch
        .rejectedFiles()
        .first()
        .forEach(file -> versions[Shape.REJECTED_FILE] = number(file.file().value().message()));
    versions[Shape.ASSIGNMENT] = number(batch.assignment());
    return versions;
  }

  private static long number(@Nullable String version) {
    return version == null ? 0 : Long.parseLong(version);
  }

  static List<Cells> in(Body body) {
    ByteBuffer in = ByteBuffer.wrap(body.utf8());
    List<Cells> found = new ArrayList<>();
    while (in.hasRemaining()) {
      int batch = (int) in.getLong();
      long[] versions = new long[Shape.CELLS];
      for (int cell = 0; cell < versions.length; cell++) {
        versions[cell] = in.getLong();
      }
      found.add(new Cells(batch, versions));
    }
    return found;
  }
}
