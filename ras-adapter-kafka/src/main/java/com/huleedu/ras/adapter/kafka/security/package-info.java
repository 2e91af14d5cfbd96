/** How Kafka is spoken to: encrypted or not, and as whom. */
package com.huleedu.ras.adapter.kafka.security;
