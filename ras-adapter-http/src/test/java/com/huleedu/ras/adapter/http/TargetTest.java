package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

  @ParameterizedTest
  @CsvSource({
    "/a/b, /a/b",
    "http://h/a/b, /a/b",
    "https://h:1/a/b, /a/b",
    "HtTpS://h/a, /a",
    "http://h, /",
    "http://h/, /",
    "http://h//a, //a",
    "http://h/http://i/a, /http://i/a",
    "/http://h/a, /http://h/a",
    "http:/a, http:/a",
    "http//h/a, http//h/a",
    "httpss://h/a, httpss://h/a",
    "ftp://h/a, ftp://h/a",
    "*, *",
    "a, a"
  })
  void thePathIsWhatFollowsSchemeAndAuthority(String target, String path) {
    assertThat(Target.path(target)).isEqualTo(path);
    assertThat(Target.pathOfWhole(target)).isEqualTo(path);
    assertThat(Target.pathOfWhole(target + "?q=http://i/x")).isEqualTo(path);
    assertThat(Target.pathOfWhole(target + "#http://i/x")).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource({"?x, ''", "'', ''", "http://h?x/y, /", "http://h#/y, /"})
  void aTargetMayHaveNoPath(String target, String path) {
    assertThat(Target.pathOfWhole(target)).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "*",
        "",
        "//user@h/a",
        "ftp://user@h/a",
        "http://h/a@b",
        "http://h",
        "http://h:",
        "http://h:65535/",
        "http://[2001:db8::1]:80/",
        "HTTP://a%20b/"
      })
  void thereIsNoDoubtAboutASoundAuthorityOrNone(String target) {
    assertThat(Target.doubt(target)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://",
        "http:///a",
        "http://:80/a",
        "http://@h/a",
        "http://user@h",
        "http://h:1:2/",
        "http://h:x/",
        "http://h:123456/",
        "http://[::1/",
        "http://[]/",
        "http://[::1]x/",
        "http://h<>/",
        "https://h\\i/"
      })
  void anyOtherAuthorityIsInDoubt(String target) {
    assertThat(Target.doubt(target)).hasValueSatisfying(why -> assertThat(why).contains("host"));
  }

  @ParameterizedTest
  @CsvSource({
    "*, true",
    "http://h, true",
    "https://h:1, true",
    "http://h/, false",
    "/, false",
    "'', false",
    "**, false",
    "/*, false"
  })
  void theServerIsWhatHasNoPath(String target, boolean server) {
    assertThat(Target.isServer(target)).isEqualTo(server);
  }
}
