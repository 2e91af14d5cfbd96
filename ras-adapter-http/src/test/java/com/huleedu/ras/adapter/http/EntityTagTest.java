package com.huleedu.ras.adapter.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tags tell bodies apart, and are the same on every instance and in every version. */
class EntityTagTest {
  @Test
  void areThoseOfTheStandardHash() {
    assertThat(EntityTag.of(new byte[0])).isEqualTo("\"99aa06d3014798d86001c324468d497f\"");
  }

  @Test
  void tellBodiesApartByASingleByte() {
    byte[] body = "{\"batch_id\":\"b\"}".repeat(700).getBytes(UTF_8);
    Set<String> tags = new HashSet<>();
    for (int place = 0; place < body.length; place++) {
      body[place]++;
      tags.add(EntityTag.of(body));
      body[place]--;
    }
    tags.add(EntityTag.of(body));
    assertThat(tags).hasSize(body.length + 1);
    assertThat(tags).contains(EntityTag.of(body.clone()));
  }
}
