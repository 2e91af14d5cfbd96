package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Secrets with characters that every encoding changes, and all the forms to look for. */
final class Secrets {
  static final String KEY = "k3y+of/the=callers";
  static final String PREVIOUS_KEY = "k3y+before/that=one";
  static final String TRIED_KEY = "k3y+which/somebody=tried";
  static final String DATABASE_PASSWORD = "db+pass/w%rd:of@ras";
  static final String REDIS_PASSWORD = "cache+pass/w%rd:of@ras";
  static final String COLLECTOR_TOKEN = "trac3s+token/of%the:collector";

  private static final List<String> ALL =
      List.of(KEY, PREVIOUS_KEY, TRIED_KEY, DATABASE_PASSWORD, REDIS_PASSWORD, COLLECTOR_TOKEN);

  private Secrets() {}

  static String inUrl(String secret) {
    return URLEncoder.encode(secret, StandardCharsets.UTF_8);
  }

  /** Fails if any secret stands in the text, as it is or encoded. */
  static void assertNoneIn(String where, String text) {
    forms()
        .forEach((form, name) -> assertThat(text).as("%s (%s)", where, name).doesNotContain(form));
  }

  private static Map<String, String> forms() {
    Map<String, String> forms = new TreeMap<>();
    for (String secret : ALL) {
      byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
      // Base64 of a text that the secret is a part of holds it from one of three places on.
      for (int skipped = 0; skipped < 3; skipped++) {
        byte[] rest = java.util.Arrays.copyOfRange(bytes, skipped, bytes.length);
        String base64 = Base64.getEncoder().withoutPadding().encodeToString(rest);
        String safe = base64.substring(0, base64.length() - 3);
        forms.put(safe, "base64 of " + secret);
        forms.put(safe.replace('+', '-').replace('/', '_'), "base64url of " + secret);
      }
      forms.put(secret, secret);
      forms.put(secret.substring(0, 12), "the beginning of " + secret);
      forms.put(inUrl(secret), "URL-encoded " + secret);
      forms.put(inUrl(secret).toLowerCase(java.util.Locale.ROOT), "URL-encoded " + secret);
      forms.put(HexFormat.of().formatHex(bytes), "hex of " + secret);
    }
    return forms;
  }
}
