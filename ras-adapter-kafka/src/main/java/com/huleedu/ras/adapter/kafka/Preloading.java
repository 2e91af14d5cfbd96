package com.huleedu.ras.adapter.kafka;

import java.lang.invoke.MethodHandles;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.clients.admin.KafkaAdminClient;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.internals.ClassicKafkaConsumer;
import org.apache.kafka.clients.consumer.internals.ConsumerCoordinator;
import org.apache.kafka.common.protocol.ApiKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The classes of Kafka's client, loaded beside whatever a start waits for before it needs them. */
final class Preloading {
  private static final Logger LOG = LoggerFactory.getLogger(Preloading.class);

  /** Those that draw in most of the others as they are initialised. */
  private static final List<Class<?>> CLASSES =
      List.of(
          ConsumerConfig.class,
          ApiKeys.class,
          KafkaConsumer.class,
          ClassicKafkaConsumer.class,
          ConsumerCoordinator.class,
          CooperativeStickyAssignor.class,
          NetworkClient.class,
          KafkaAdminClient.class);

  private Preloading() {}

  /** Changes nothing and connects to nobody; whatever fails here fails again where it is needed. */
  static void run() {
    try {
      load();
    } catch (IllegalAccessException | RuntimeException | LinkageError later) {
      LOG.debug("Not loaded beforehand", later);
    }
  }

  static void load() throws IllegalAccessException {
    // Where the client registers its numbers: with all beans of the JVM, a fifth of a second.
    ManagementFactory.getPlatformMBeanServer().getMBeanCount();
    for (Class<?> type : CLASSES) {
      MethodHandles.lookup().ensureInitialized(type);
    }
  }
}
