package com.huleedu.ras.telemetry;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;

/** Names of OpenTelemetry's semantic conventions, and ours where they have none. */
final class Attributes {
  static final AttributeKey<String> ERROR_TYPE = stringKey("error.type");

  static final AttributeKey<String> SYSTEM = stringKey("messaging.system");
  static final AttributeKey<String> OPERATION = stringKey("messaging.operation.name");
  static final AttributeKey<String> OPERATION_TYPE = stringKey("messaging.operation.type");
  static final AttributeKey<Long> MESSAGES = longKey("messaging.batch.message_count");
  static final AttributeKey<String> TOPIC = stringKey("messaging.destination.name");
  static final AttributeKey<String> PARTITION = stringKey("messaging.destination.partition.id");
  static final AttributeKey<Long> OFFSET = longKey("messaging.kafka.offset");

  static final AttributeKey<String> DB_SYSTEM = stringKey("db.system.name");
  static final AttributeKey<String> DB_OPERATION = stringKey("db.operation.name");

  static final AttributeKey<String> METHOD = stringKey("http.request.method");
  static final AttributeKey<String> ROUTE = stringKey("http.route");
  static final AttributeKey<Long> STATUS = longKey("http.response.status_code");

  static final AttributeKey<Long> PARTITIONS = longKey("ras.poll.partitions");
  static final AttributeKey<Long> NOT_LINKED = longKey("ras.poll.messages_not_linked");
  static final AttributeKey<Long> DEAD_LETTERS = longKey("ras.poll.dead_letters");
  static final AttributeKey<String> LOOKUP = stringKey("ras.cache.lookup");

  private Attributes() {}
}
