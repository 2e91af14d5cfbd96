package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.domain.port.projection.LastRecord;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What tells a record from any other that may take its offset. */
final class LastRecords {
  private LastRecords() {}

  static LastRecord of(ConsumerRecord<byte[], byte[]> record) {
    return new LastRecord(
        record.offset(),
        record.leaderEpoch().orElse(null),
        record.timestamp(),
        digest(record.key(), record.value()));
  }

  private static long digest(byte @Nullable [] key, byte @Nullable [] value) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      // The length of the key, so that no byte can move from one to the other unseen.
      digest.update(ByteBuffer.allocate(4).putInt(key == null ? -1 : key.length).array());
      digest.update(key == null ? new byte[0] : key);
      digest.update((byte) (value == null ? 0 : 1));
      digest.update(value == null ? new byte[0] : value);
      return ByteBuffer.wrap(digest.digest()).getLong();
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new AssertionError(everyJdkHasIt);
    }
  }
}
