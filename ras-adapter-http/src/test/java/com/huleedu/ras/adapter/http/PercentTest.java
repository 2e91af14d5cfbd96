package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @CsvSource({
    "a%41b, aAb",
    "%2541, %41",
    "%2525, %25",
    "%25, %",
    "%c3%bc%C3%BC, üü",
    "%00, '\0'",
    "a+b, a+b",
    "!~, !~",
    "'', ''",
    "%7e%7F, '~\u007F'"
  })
  void anEscapeIsDecodedOnce(String raw, String text) {
    assertThat(Percent.decode(raw)).contains(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%",
        "%4",
        "a%",
        "a%4",
        "%g1",
        "%1g",
        "%%41",
        "% 41",
        "%+1",
        "%C3",
        "%C3a",
        "%FF",
        " ",
        "a b",
        "\u007F",
        "\u001F",
        "\t",
        "ü",
        "%ED%A0%80",
        "%C0%AF"
      })
  void whatIsNoUtf8OrNoUriIsNoText(String raw) {
    assertThat(Percent.decode(raw)).isEmpty();
    assertThat(Percent.decodeQuery(raw)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"a+b, 'a b'", "+, ' '", "%2B, +", "a%2Bb+, 'a+b '"})
  void aPlusInAQueryIsASpace(String raw, String text) {
    assertThat(Percent.decodeQuery(raw)).contains(text);
  }

  @ParameterizedTest
  @CsvSource({
    "/a%2fb, /a%2fb",
    "/a%2, /a%252",
    "/%, /%25",
    "/%zz, /%25zz",
    "/a b, /a%20b",
    "/azAZ09-._~, /azAZ09-._~",
    "/[`{@/:], /%5B%60%7B@/:%5D",
    "/é<, /%C3%A9%3C",
    "'', ''"
  })
  void onlyWhatIsIllegalIsEncodedInAReference(String raw, String reference) {
    assertThat(Percent.reference(raw)).isEqualTo(reference);
  }
}
