package com.huleedu.ras.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EmbeddedServersTest {
  @Test
  void everyTestSharesTheSameServers() {
    assertThat(EmbeddedServers.postgres()).isSameAs(EmbeddedServers.postgres());
    assertThat(EmbeddedServers.redis()).isSameAs(EmbeddedServers.redis());
    assertThat(EmbeddedServers.kafka()).isSameAs(EmbeddedServers.kafka());
  }
}
