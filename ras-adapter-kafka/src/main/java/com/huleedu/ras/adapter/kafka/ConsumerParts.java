package com.huleedu.ras.adapter.kafka;

import org.apache.kafka.clients.consumer.Consumer;

/** What the loop drives, all of it confined to its thread. */
record ConsumerParts(
    Consumer<byte[], byte[]> consumer,
    Subscription subscription,
    Assignment assignment,
    Resumer resumer,
    Incoming incoming,
    OffsetCommits commits,
    PositionCheck check,
    ConsumerHealth health,
    Contact contact) {}
