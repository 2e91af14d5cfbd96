package com.huleedu.ras.adapter.redis;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.port.projection.DeduplicationMark;
import com.huleedu.ras.domain.port.projection.Lineage;
import com.huleedu.ras.domain.port.projection.RawMessage;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;

/**
 * The keys, exactly as the contract names them. Ids may hold colons; still no two keys are equal:
 * the first two parts tell the kinds apart, the parts after a user's id hold no colon, and only the
 * key of a set ends in {@code cache_keys}.
 */
final class Keys {
  /** Which server the data were last used on; see {@link ServerCheck}. */
  static final String SERVER = "ras:server";

  private Keys() {}

  static String batch(BatchId batch) {
    return "ras:batch:" + batch.value();
  }

  static String list(UserBatchesQuery query) {
    return "ras:user:%s:batches:%s:%s:%s"
        .formatted(query.user(), query.limit(), query.offset(), query.filter().normalised());
  }

  /** The set of a user's list keys. */
  static String lists(UserId user) {
    return "ras:user:" + user.value() + ":cache_keys";
  }

  static String lease(BatchId batch) {
    return "ras:lease:batch:" + batch.value();
  }

  /** One lease for all lists of a user, since one change touches them all. */
  static String lease(UserId user) {
    return "ras:lease:user:" + user.value();
  }

  static String event(Lineage lineage, DeduplicationMark mark) {
    return "ras:event:" + lineage.id() + ":" + mark.sha256();
  }

  static String deadLetterCopy(RawMessage message) {
    return "poison_pill:%s:%s:%s"
        .formatted(message.partition().topic(), message.partition().number(), message.offset());
  }
}
