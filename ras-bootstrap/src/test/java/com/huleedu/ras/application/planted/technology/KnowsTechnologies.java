package com.huleedu.ras.application.planted.technology;

/** Planted: technologies outside of their adapters. */
record KnowsTechnologies(
    io.helidon.webserver.WebServer http,
    org.apache.kafka.common.TopicPartition kafka,
    java.sql.Connection postgres,
    io.lettuce.core.RedisURI redis,
    io.opentelemetry.api.trace.Span telemetry) {}
