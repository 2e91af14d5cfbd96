package com.huleedu.ras.adapter.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CjAssessmentCompleted;
import com.huleedu.ras.domain.port.projection.DeduplicationMark;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.RawMessage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a message is told by, what is said of a bad one, and the ends of what is taken. */
class DecoderDetailsTest {

  private static Message.Malformed malformed(String topic, String json) {
    return (Message.Malformed) Decoding.decode(topic, json);
  }

  @Test
  void aMessageIsToldByTopicAZeroByteAndItsValue() throws Exception {
    String json = Decoding.registered().replace("\"event_id\": ", "\"x\": ");
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update((Decoding.REGISTERED + "\0").getBytes(StandardCharsets.UTF_8));
    String expected =
        HexFormat.of().formatHex(digest.digest(json.getBytes(StandardCharsets.UTF_8)));
    Message.Decoded decoded = (Message.Decoded) Decoding.decode(Decoding.REGISTERED, json);

    assertThat(decoded.mark().sha256()).isEqualTo(expected);
    assertThat(decoded.event().stamp().digest())
        .isEqualTo(new BigInteger(expected.substring(0, 16), 16).longValue());
    String id = decoded.event().stamp().eventId().toString().replace("-", "");
    assertThat(id.substring(0, 12) + id.substring(13, 16) + id.substring(17))
        .isEqualTo(
            expected.substring(0, 12) + expected.substring(13, 16) + expected.substring(17, 32));
    assertThat(decoded.event().stamp().eventId().version()).isEqualTo(8);
    assertThat(decoded.event().stamp().eventId().variant()).isEqualTo(2);
  }

  /** The time of its record is a part of what it says, and the record is not known by its value. */
  @Test
  void aMessageWithoutATimeIsAnotherOneInAnotherRecord() {
    String timed = Decoding.registered();
    String untimed = timed.replace("\"event_timestamp\": ", "\"x\": ");
    Instant later = Decoding.RECORD_TIME.plusMillis(1);

    assertThat(mark(untimed, later)).isNotEqualTo(mark(untimed, Decoding.RECORD_TIME));
    assertThat(mark(untimed, later)).isEqualTo(mark(untimed, later));
    assertThat(mark(timed, later)).isEqualTo(mark(timed, Decoding.RECORD_TIME));
  }

  private static DeduplicationMark mark(String json, Instant recordTime) {
    return ((Message.Decoded) Decoding.decode(Decoding.REGISTERED, json, recordTime)).mark();
  }

  @Test
  void whatIsSaidOfABadMessageCanBeReadAndIsBounded() {
    assertThat(MalformedException.readable("plain, é, 😀")).isEqualTo("plain, é, 😀");
    assertThat(MalformedException.readable("a\0b\nc\ud800d")).isEqualTo("a\uFFFDb\uFFFDc\uFFFDd");
    assertThat(MalformedException.readable("x".repeat(500))).isEqualTo("x".repeat(500));
    assertThat(MalformedException.readable("x".repeat(501))).isEqualTo("x".repeat(500) + "…");
  }

  @Test
  void aWrongValueIsShownButNotAllOfIt() {
    String sixty = "x".repeat(58);
    String json = Decoding.registered();
    String good = "\"expected_essay_count\": 2";

    assertThat(
            malformed(
                    Decoding.REGISTERED, json.replace(good, good.replace("2", "\"" + sixty + "\"")))
                .reason()
                .detail())
        .isEqualTo("data.expected_essay_count is not an integer: \"" + sixty + "\"");
    assertThat(
            malformed(
                    Decoding.REGISTERED,
                    json.replace(good, good.replace("2", "\"" + sixty + "x\"")))
                .reason()
                .detail())
        .isEqualTo("data.expected_essay_count is not an integer: \"" + sixty + "x…");
    assertThat(
            malformed(Decoding.REGISTERED, json.replace(good, good.replace("2", "[1]")))
                .reason()
                .detail())
        .isEqualTo("data.expected_essay_count is not an integer: an ARRAY");
    assertThat(malformed(Decoding.REGISTERED, json.replace("event_type", "x")).reason().detail())
        .isEqualTo("event_type is missing");
  }

  @Test
  void integersReachFromEndToEnd() {
    String json = Decoding.registered();
    String good = "\"expected_essay_count\": 2";
    assertThat(count(json.replace(good, good.replace("2", "0")))).isZero();
    assertThat(count(json.replace(good, good.replace("2", "9223372036854775807"))))
        .isEqualTo(Long.MAX_VALUE);
    assertThat(
            Decoding.reason(
                Decoding.REGISTERED, json.replace(good, good.replace("2", "9223372036854775808"))))
        .isEqualTo("bad_integer");

    String ranked = Decoding.ranked();
    assertThat(rank(ranked.replaceFirst("\"rank\": 1", "\"rank\": -9223372036854775808")))
        .isEqualTo(Long.MIN_VALUE);
    assertThat(
            Decoding.reason(
                Decoding.CJ, ranked.replaceFirst("\"rank\": 1", "\"rank\": -9223372036854775809")))
        .isEqualTo("bad_integer");
  }

  private static long count(String json) {
    return ((BatchRegistered) Decoding.event(Decoding.REGISTERED, json))
        .registration()
        .essayCount();
  }

  private static Long rank(String json) {
    return ((CjAssessmentCompleted) Decoding.event(Decoding.CJ, json))
        .rankings()
        .values()
        .iterator()
        .next()
        .rank();
  }

  @Test
  void aRankingWithoutAnEssayIsCounted() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    String json = Decoding.ranked().replace("\"rankings\": [", "\"rankings\": [{\"rank\": 9}, ");
    JsonAdapter.messageDecoder(Topics.DEFAULT, registry)
        .decode(
            new RawMessage(
                new Partition(Decoding.CJ, 0),
                0,
                Decoding.RECORD_TIME,
                null,
                List.of(),
                json.getBytes(StandardCharsets.UTF_8)));

    assertThat(registry.get("ras.rankings.skipped").counter().count()).isOne();
  }

  /** One message must not stop all others. */
  @Test
  void aMistakeOfOursIsADeadLetterToo() {
    String json = Decoding.ranked().replace("\"rankings\": [", "\"rankings\": [{\"rank\": 9}, ");
    RawMessage raw =
        new RawMessage(
            new Partition(Decoding.CJ, 0),
            0,
            Decoding.RECORD_TIME,
            null,
            List.of(),
            json.getBytes(StandardCharsets.UTF_8));
    Message message = new JsonMessageDecoder(Topics.DEFAULT, new EventReader(null)).decode(raw);

    assertThat(((Message.Malformed) message).reason().type()).isEqualTo("decoder_failure");
  }

  @Test
  void halfAPairStaysAnEscapeAndAWholeOneWhatItIs() throws MalformedException {
    String json = "{\"a\":\"😀\\ud83dx😀\\ude00😀\"}";

    assertThat(JsonText.write(JsonText.parse(json.getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(json);
  }

  /** Only a number is infinite; a text may speak of it. */
  @Test
  void aTextAboutInfinityIsNoInfinity() throws MalformedException {
    String json = "{\"a\":\"INF and Infinity\",\"b\":[1.5,NaN,7]}";

    assertThat(JsonText.parse(json.getBytes(StandardCharsets.UTF_8)).get("b").size()).isEqualTo(3);
  }

  @Test
  void aTopicOfNoKindAndTwoOfOneNameAreRefused() {
    assertThat(malformed("other", "{}").reason().type()).isEqualTo("unknown_topic");
    Map<EventKind, List<String>> twice =
        Map.of(
            EventKind.BATCH_REGISTERED, List.of("a", "x"),
            EventKind.PHASE_OUTCOME, List.of("b", "b", "x"));
    assertThatThrownBy(() -> new Topics(twice))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining(
            "KAFKA_TOPIC_BATCH_REGISTERED and KAFKA_TOPIC_PHASE_OUTCOME both name x");
    assertThatThrownBy(() -> new Topics(Map.of()))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining("nothing is consumed");
  }

  @Test
  void bothTopicsOfOneKindAreReadAsThatKind() {
    Topics topics = Topics.DEFAULT;
    assertThat(topics.of(EventKind.PHASE_OUTCOME))
        .hasSize(2)
        .allSatisfy(
            topic -> assertThat(topics.kinds()).containsEntry(topic, EventKind.PHASE_OUTCOME));
    assertThat(topics.renamed(name -> "my." + name).settings())
        .containsEntry(
            "KAFKA_TOPIC_PHASE_OUTCOME",
            "my.huleedu.els.batch_phase.outcome.v1,my.huleedu.els.batch.phase.outcome.v1");
  }
}
