package com.huleedu.ras.adapter.http;

import static com.huleedu.ras.adapter.http.HttpConfig.Encryption.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionsTest {
  /** For PostgreSQL, Redis and Kafka, and files. */
  private static final int OTHERS = 512;

  @ParameterizedTest
  @ValueSource(longs = {600, 1_024, 2_048, 4_096, 5_000, 8_192, 65_536, 1L << 40})
  void allPortsTogetherLeaveFilesForOthers(long files) {
    Connections connections = Connections.of(NONE, files);

    assertThat(connections.sum()).isLessThanOrEqualTo((int) Math.min(files - OTHERS, 1 << 20));
    assertThat(connections.api()).isGreaterThan(connections.metrics());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 64, 512})
  void howeverFewFilesThereAreSomebodyIsListenedTo(long files) {
    assertThat(Connections.of(NONE, files)).isEqualTo(new Connections(16, 16, 16));
  }

  @Test
  void moreFilesAreNoReasonForMoreConnections() {
    assertThat(Connections.of(NONE, 1 << 20)).isEqualTo(Connections.unlimited(NONE));
    assertThat(Connections.unlimited(NONE).api()).isEqualTo(4_096);
  }
}
