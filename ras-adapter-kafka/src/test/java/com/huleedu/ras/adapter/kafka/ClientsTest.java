package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.clients.consumer.MockConsumer;
import org.junit.jupiter.api.Test;

/** The clients of a consumer that is never made don't stay. */
class ClientsTest {
  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
  private final MockConsumer<byte[], byte[]> single = new MockConsumer<>("none");
  private final AdminOfTopics admin = new AdminOfTopics();
  private final Clients clients = new Clients(consumer, single, admin.admin());

  @Test
  void areClosedWhereWhatTheyAreForCannotBeMade() {
    for (Throwable failure : new Throwable[] {new IllegalStateException(), new Error()}) {
      assertThatThrownBy(() -> clients.orClosed(_ -> thrown(failure))).isSameAs(failure);
      assertThat(consumer.closed()).isTrue();
      assertThat(single.closed()).isTrue();
      assertThat(admin.closed).doesNotHaveNullValue();
    }
  }

  @Test
  void stayOpenWhereItIs() {
    Clients same = clients.orClosed(all -> all);
    assertThat(same).isSameAs(clients);
    assertThat(consumer.closed()).isFalse();
  }

  private static Object thrown(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }
}
