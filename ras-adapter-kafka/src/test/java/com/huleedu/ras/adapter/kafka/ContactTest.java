package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.embedded.EmbeddedServers;
import com.huleedu.ras.embedded.WrongPeer;
import java.time.Duration;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

/**
 * When addresses are asked, and when new clients are made because those of now get nothing done.
 */
class ContactTest {
  private final RuntimeException ofKafka = new KafkaException("it says no");
  private final RuntimeException ofAnother = new UnavailableException("PostgreSQL", "it is away");

  private long now = 1;
  private final ConsumerHealth health =
      new ConsumerHealth(new Assignment(() -> now), Duration.ofSeconds(30));
  private final Contact contact = contact(EmbeddedServers.kafka().bootstrapServers());

  private Contact contact(String bootstrapServers) {
    return new Contact(
        health, new Peers(ConsumerThreadTest.CONFIG.withBootstrapServers(bootstrapServers)));
  }

  /** Meanwhile the look at the lag hears from Kafka every few seconds. */
  private void fails(RuntimeException failure, int seconds) throws LostPeerException {
    for (int second = 0; second < seconds; second += 3) {
      now += Duration.ofSeconds(3).toNanos();
      health.kafkaAnswered();
      assertThat(contact.explained(failure)).isEqualTo(Failures.reason(failure));
    }
  }

  @Test
  void aConsumerThatAloneHearsNothingIsRenewed() throws LostPeerException {
    fails(ofKafka, 90);

    assertThatThrownBy(() -> fails(ofKafka, 3))
        .isInstanceOf(LostPeerException.class)
        .hasMessage(
            "brokers answer, and the consumer gets nothing done for 93 s: " + ofKafka.getMessage());
  }

  @Test
  void oneThatWorksNowAndThenIsNot() throws LostPeerException {
    for (int time = 0; time < 4; time++) {
      fails(ofKafka, 60);
      health.worked();
    }
  }

  /** No step ends while the database is away, and that is not Kafka's. */
  @Test
  void norIsOneThatWaitedForTheDatabase() throws LostPeerException {
    fails(ofAnother, 200);
    fails(ofKafka, 60);
  }

  /** Where new clients don't help, the group is not upset again and again. */
  @Test
  void whereItDoesNotHelpTheNextOneHasMoreTime() throws LostPeerException {
    for (int within : new int[] {90, 180, 360, 720, 900, 900}) {
      health.begins();
      fails(ofKafka, within);
      assertThatThrownBy(() -> fails(ofKafka, 3)).isInstanceOf(LostPeerException.class);
    }
    health.begins();
    health.worked();
    fails(ofKafka, 90);
    assertThatThrownBy(() -> fails(ofKafka, 3)).isInstanceOf(LostPeerException.class);
  }

  /** Steps end, and Kafka is heard by nobody; the next consumer has its time, too. */
  @Test
  void clientsThatAllHearNothingAreRenewed() throws LostPeerException {
    for (int time = 0; time < 2; time++) {
      health.begins();
      now += Duration.ofSeconds(90).toNanos();
      health.worked();
      assertThat(contact.explained(ofKafka)).isEqualTo("it says no");
      now += 1_000_000_000;
      assertThatThrownBy(() -> contact.explained(ofKafka))
          .isInstanceOf(LostPeerException.class)
          .hasMessageContaining("the clients hear nothing for");
    }
  }

  /**
   * One of many brokers that flaps: the partitions of the others wait while addresses are asked.
   */
  @Test
  void connectionsThatAreLostInARowAreOneLookAndThenAnother() throws LostPeerException {
    try (WrongPeer http = WrongPeer.http(0)) {
      Contact flapping = contact(http.address());
      assertThatThrownBy(flapping::connectionLost)
          .isInstanceOf(LostPeerException.class)
          .hasMessageContaining("answers HTTP");
      flapping.lookIfOwed(); // it was just done
      for (int second = 1; second < 10; second++) {
        now += Duration.ofSeconds(1).toNanos();
        flapping.connectionLost();
        flapping.lookIfOwed();
      }
      now += Duration.ofSeconds(1).toNanos();
      assertThatThrownBy(flapping::lookIfOwed).isInstanceOf(LostPeerException.class);
      now += Duration.ofSeconds(10).toNanos();
      flapping.lookIfOwed(); // nothing was lost since
    }
  }
}
