package com.huleedu.ras.bootstrap.stale;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.batch.Batch;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.port.query.BatchPage;
import com.huleedu.ras.domain.port.query.BatchRepository;
import com.huleedu.ras.domain.port.query.Body;
import com.huleedu.ras.domain.port.query.EssayPage;
import com.huleedu.ras.domain.port.query.EssaysQuery;
import com.huleedu.ras.domain.port.query.Touched;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/** Puts time between load and fill, which is when a change has to come to do harm. */
final class SlowAfterLoading implements BatchRepository {
  private static final int SHORT_NANOS = 2_000_000;
  private static final int LONG_NANOS = 30_000_000;

  private final BatchRepository real;
  private final SplittableRandom random;

  SlowAfterLoading(BatchRepository real, long seed) {
    this.real = real;
    this.random = new SplittableRandom(seed);
  }

  @Override
  public Optional<Batch> find(BatchId batch) {
    Optional<Batch> found = real.find(batch);
    dawdle();
    return found;
  }

  @Override
  public Optional<EssayPage> findEssays(EssaysQuery query) {
    return real.findEssays(query);
  }

  @Override
  public Optional<Body> findSpellcheckError(BatchId batch, EssayId essay) {
    return real.findSpellcheckError(batch, essay);
  }

  @Override
  public BatchPage findByUser(UserBatchesQuery query) {
    BatchPage found = real.findByUser(query);
    dawdle();
    return found;
  }

  private void dawdle() {
    int pause;
    synchronized (random) {
      int dice = random.nextInt(64);
      pause = dice > 16 ? 0 : random.nextInt(dice == 0 ? LONG_NANOS : SHORT_NANOS);
    }
    LockSupport.parkNanos(pause);
  }

  @Override
  public Touched record(Facts facts) {
    return real.record(facts);
  }
}
