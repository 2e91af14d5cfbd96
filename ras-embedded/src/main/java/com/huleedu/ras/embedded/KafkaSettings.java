package com.huleedu.ras.embedded;

import java.util.Map;

/** The settings of the broker that are the same wherever it runs. */
final class KafkaSettings {
  /** The broker's name among brokers. */
  static final String NODE = "1";

  static final Map<String, String> FIXED =
      Map.ofEntries(
          Map.entry("process.roles", "broker,controller"),
          Map.entry("node.id", NODE),
          Map.entry("controller.listener.names", "CONTROLLER"),
          Map.entry("inter.broker.listener.name", "CLIENTS"),
          Map.entry(
              "listener.security.protocol.map",
              "CLIENTS:PLAINTEXT,DETOUR:PLAINTEXT,CONTROLLER:PLAINTEXT"),
          Map.entry("auto.create.topics.enable", "false"),
          // One broker: nothing can have two replicas.
          Map.entry("offsets.topic.replication.factor", "1"),
          Map.entry("offsets.topic.num.partitions", "4"),
          Map.entry("transaction.state.log.replication.factor", "1"),
          Map.entry("transaction.state.log.min.isr", "1"),
          Map.entry("transaction.state.log.num.partitions", "4"),
          Map.entry("share.coordinator.state.topic.replication.factor", "1"),
          Map.entry("share.coordinator.state.topic.min.isr", "1"),
          Map.entry("share.coordinator.state.topic.num.partitions", "1"),
          // A scenario may hold a text of any length.
          Map.entry("message.max.bytes", "16777216"),
          // Tests wait for groups to form, and for dead members to be noticed.
          Map.entry("group.initial.rebalance.delay.ms", "0"),
          Map.entry("group.min.session.timeout.ms", "1000"),
          Map.entry("group.consumer.min.session.timeout.ms", "1000"),
          Map.entry("group.consumer.session.timeout.ms", "6000"),
          Map.entry("group.consumer.min.heartbeat.interval.ms", "100"),
          Map.entry("group.consumer.heartbeat.interval.ms", "500"),
          // A broker that was killed may come back only once its old session is over.
          Map.entry("broker.heartbeat.interval.ms", "250"),
          Map.entry("broker.session.timeout.ms", "2500"),
          // The default takes half of the heap.
          Map.entry("log.cleaner.dedupe.buffer.size", "8388608"));

  private KafkaSettings() {}
}
