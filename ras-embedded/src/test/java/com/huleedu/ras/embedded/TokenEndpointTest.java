package com.huleedu.ras.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenEndpointTest {
  private static final String GRANT = "grant_type=client_credentials";

  private static final TokenEndpoint TOKENS = TokenEndpoint.start().allow("ras", "s3:cr3t");

  @AfterAll
  static void stop() {
    TOKENS.close();
  }

  @Test
  void whoKnowsItsSecretIsGivenATokenForItself() throws Exception {
    TOKENS.issueFor(Duration.ofMinutes(2));
    int before = TOKENS.issued();
    HttpResponse<String> answer = ask(GRANT + "&scope=read%3Atopics", "ras:s3:cr3t");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"token_type\":\"Bearer\"", "\"expires_in\":120");
    String claims = answer.body().replaceAll(".*\"access_token\":\"[^.]*\\.([^.]*)\\..*", "$1");
    assertThat(new String(Base64.getUrlDecoder().decode(claims), UTF_8))
        .contains(
            "\"sub\":\"ras\"",
            "\"aud\":\"kafka\"",
            "\"iss\":\"" + TOKENS.issuer() + "\"",
            "\"scope\":\"read:topics\"");
    assertThat(TOKENS.issued()).isEqualTo(before + 1);
  }

  @Test
  void whoDoesNotIsRefused() throws Exception {
    int before = TOKENS.issued();
    for (String credentials : new String[] {"ras:wrong", "somebody:s3:cr3t", "ras", ""}) {
      HttpResponse<String> answer = ask(GRANT, credentials);
      assertThat(answer.statusCode()).as(credentials).isEqualTo(401);
      assertThat(answer.body()).isEqualTo("{\"error\":\"invalid_client\"}");
    }
    assertThat(TOKENS.issued()).isEqualTo(before);
  }

  @Test
  void aClientMayGetAnotherSecret() throws Exception {
    TOKENS.allow("changing", "old").allow("changing", "new");
    assertThat(ask(GRANT, "changing:old").statusCode()).isEqualTo(401);
    assertThat(ask(GRANT, "changing:new").statusCode()).isEqualTo(200);
  }

  @Test
  void otherGrantsAndOddScopesAreRefused() throws Exception {
    assertThat(ask("grant_type=password", "ras:s3:cr3t").body())
        .isEqualTo("{\"error\":\"unsupported_grant_type\"}");
    HttpResponse<String> odd = ask(GRANT + "&scope=%22", "ras:s3:cr3t");
    assertThat(odd.statusCode()).isEqualTo(400);
    assertThat(odd.body()).isEqualTo("{\"error\":\"invalid_scope\"}");
  }

  @Test
  void aSecuredOneSpeaksHttpsAlone(@TempDir Path files) throws Exception {
    TestAuthority authority = TestAuthority.create(files);
    TestAuthority other = TestAuthority.create(files);
    try (TokenEndpoint secured = TokenEndpoint.startSecured(authority.server());
        HttpClient known = HttpClient.newBuilder().sslContext(authority.context()).build();
        HttpClient stranger = HttpClient.newBuilder().sslContext(other.context()).build()) {
      assertThat(secured.jwksUri()).hasScheme("https");
      HttpRequest request = HttpRequest.newBuilder(secured.jwksUri()).build();
      assertThat(known.send(request, BodyHandlers.ofString()).body()).contains("\"kty\":\"EC\"");
      assertThatThrownBy(() -> stranger.send(request, BodyHandlers.ofString()))
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  private static HttpResponse<String> ask(String form, String credentials) throws Exception {
    URI uri = TOKENS.tokenUri();
    String basic = "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Authorization", basic)
            .POST(BodyPublishers.ofString(form))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString());
    }
  }
}
