package com.huleedu.ras.adapter.postgres.database;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.adapter.postgres.PostgresAdapter;
import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.embedded.EmbeddedServers;
import com.huleedu.ras.embedded.FaultProxy;
import com.huleedu.ras.embedded.WrongPeer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who answers at the address of PostgreSQL and is none. */
class WrongPeerTest {
  private static final String SECRET = "open sesame";

  /** The driver would allocate "RROR" bytes, or say that TLS could not be set up. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP/1.1 400 Bad Request | answers HTTP, not PostgreSQL",
        "SSH-2.0-OpenSSH_9.6 | answers SSH, not PostgreSQL",
        "220 mail.example ESMTP | as of SMTP or FTP, not PostgreSQL",
        "-ERR unknown command | answers Redis's protocol, not PostgreSQL",
        "ERROR no such thing | something unknown (it begins with the bytes 45 52 52 4f",
        "Nothing of the kind | something unknown (it begins with the bytes 4e 6f 74 68",
      })
  void whoeverAnswersSomethingElseIsNamedAndRefused(String answer, String words) {
    try (WrongPeer peer = WrongPeer.answering(answer + "\r\n")) {
      String url = "jdbc:postgresql://" + peer.address() + "/ras";
      assertThatThrownBy(() -> connect(url))
          .isInstanceOf(MisconfiguredException.class)
          .hasMessageContaining(peer.address() + " (DATABASE_URL) ")
          .hasMessageContaining(words)
          .hasMessageNotContaining(SECRET);
    }
  }

  /** As PostgreSQL itself says it, in a form that the driver would take for a length. */
  @Test
  void aServerThatCanNotMakeAProcessIsWaitedForAndItsWordsAreGivenOn() {
    String words = "could not fork new process for connection: Cannot allocate memory";
    try (WrongPeer peer = WrongPeer.answering("E" + words + "\n\0")) {
      assertThatThrownBy(() -> connect("jdbc:postgresql://" + peer.address() + "/ras"))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining(peer.address() + " (DATABASE_URL) says: " + words);
    }
  }

  /** The pool goes on trying, and names who took the server's place. */
  @Test
  void aServerThatBecomesSomethingElseIsNamedAndComesBack() {
    String url = EmbeddedServers.postgres().createDatabase("replaced").replaceFirst("\\?.*", "");
    FaultProxy way = FaultProxy.to(EmbeddedServers.postgres().port());
    String detour = url.replaceFirst("//[^/]*", "//127.0.0.1:" + way.port());
    try (PostgresAdapter adapter = connect(detour)) {
      adapter.ping();
      way.refuse();
      try (WrongPeer other = WrongPeer.http(way.port())) {
        await()
            .untilAsserted(() ->
                assertThatThrownBy(adapter::ping)
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining(other.address() + " (DATABASE_URL) answers HTTP"));
      }
      way.heal();
      awaitPing(adapter);
    } finally {
      way.close();
    }
  }

  @Test
  void aMuteHostBehindAGoodOneDoesNotMatterAndOneBeforeItIsNamed() {
    String url = EmbeddedServers.postgres().createDatabase("several");
    String good = url.replaceFirst(".*//([^/]*)/.*", "$1");
    try (WrongPeer silent = WrongPeer.silent()) {
      try (PostgresAdapter adapter = connect(url.replace(good, good + "," + silent.address()))) {
        awaitPing(adapter);
      }
      for (String hosts : List.of(silent.address(), silent.address() + "," + good)) {
        assertThatThrownBy(() -> connect(url.replace(good, hosts)))
            .isInstanceOf(UnavailableException.class)
            .hasMessageContaining(silent.address() + " (DATABASE_URL) accepts the connection");
      }
    }
  }

  @Test
  void anUnknownHostIsWorthWaitingForAndNamed() {
    assertThatThrownBy(() -> connect("jdbc:postgresql://db.invalid/ras"))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("the host name db.invalid of DATABASE_URL is unknown");
  }

  private static void awaitPing(PostgresAdapter adapter) {
    await()
        .ignoreExceptions()
        .until(() -> {
          adapter.ping();
          return true;
        });
  }

  private static PostgresAdapter connect(String url) {
    return PostgresAdapter.connect(
        new PostgresConfig(
            url,
            "postgres",
            SECRET,
            null,
            2,
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Optional.empty()),
        new SimpleMeterRegistry());
  }
}
