package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PercentTest {

  @Test
  void what_was_encoded_is_decoded() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      String text =
          random
              .ints(random.nextInt(20), 0, Character.MAX_CODE_POINT + 1)
              .filter(c -> c < 0xD800 || c > 0xDFFF)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);

      assertThat(Percent.decodeQuery(encoded)).contains(text);
      assertThat(Percent.decode(encoded.replace("+", "%20"))).contains(text);
    }
  }

  @Test
  void a_reference_is_legal_whatever_it_is_made_of() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      String raw =
          random
              .ints(random.nextInt(30), 0, 0x180)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();

      String reference = Percent.reference("/" + raw);

      assertThat(URI.create("http://h" + reference).getRawPath()).isEqualTo(reference);
      assertThat(reference).matches("[!-~]*");
    }
  }

  @Test
  void a_legal_path_is_a_reference_as_it_is() {
    String path = "/internal/v1/batches/a%2Fb;c=d@e:f,$&'()*+~!/status";
    assertThat(Percent.reference(path)).isEqualTo(path);
  }
}
