package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.port.Health.Check;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What makes a restart the one thing that helps. */
class ServiceHealthTest {
  private final ServiceHealth health = new ServiceHealth(InstantSource.system());

  @Test
  void aPortOnWhichNobodyListensAnyMoreIs() {
    assertThat(health.alive().ok()).isTrue();
    health.listening(() -> List.of("nobody listens"));

    assertThat(health.alive().reasons()).containsExactly("nobody listens");
    assertThat(health.alive().checks())
        .filteredOn(check -> !check.ok())
        .extracting(Check::name)
        .containsExactly("ports");
  }
}
