package com.huleedu.ras.adapter.kafka.security.planted.room;

/** Planted: how Kafka is spoken to knows what is told. */
record KnowsTheWrongRoom(com.huleedu.ras.adapter.kafka.KafkaConfig config) {}
