package com.huleedu.ras.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioFileTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"n\":[1,1.0,1e5,-0.0,12345678901234567890,0.1000,NaN]}",
        "{\"a\":1,\"a\":2}",
        "{\"text\":\"two  spaces,\\ttab, \\\" quote, \\\\\"}",
        "{\"escaped\":\"\\u00f6\\ud83d\\ude00\\/\",\"plain\":\"ö😀\"}",
        "[true,false,null,[],{}]",
        "\"text\"",
        "7",
        "-1.50",
        "null"
      })
  void aValueIsSentAsItIsWritten(String compact) throws IOException {
    assertThat(value("\"value\": " + compact)).isEqualTo(compact);
    assertThat(value("\"value\": " + compact + " \n, \"x\": 1")).isEqualTo(compact);
  }

  @Test
  void onlySpaceBetweenTokensIsLeftOut() throws IOException {
    assertThat(value("\"value\" :\r\n { \"a\" :\t[ 1 , 2.50 ] ,\n \"b c\" : \" d  e \" } "))
        .isEqualTo("{\"a\":[1,2.50],\"b c\":\" d  e \"}");
  }

  @Test
  void aValueMayBeDeeperThanTheServiceAllows() throws IOException {
    String deep = "[".repeat(5_000) + "]".repeat(5_000);
    assertThat(value("\"value\": " + deep)).isEqualTo(deep);
  }

  @Test
  void theOtherKindsOfContent() throws IOException {
    assertThat(value("\"raw\": \"{not json ö\"")).isEqualTo("{not json ö");
    assertThat(value("\"raw\": \"\"")).isEmpty();
    assertThat(only("\"base64\": \"//4Aew==\"").value()).containsExactly(0xff, 0xfe, 0, '{');
    assertThat(only("\"tombstone\": true").value()).isNull();
    assertThat(only("\"raw\": \"x\"").key()).isNull();
    assertThat(only("\"raw\": \"x\", \"key\": \"k\"").key()).isEqualTo("k".getBytes(UTF_8));
    assertThat(only("\"raw\": \"x\", \"key\": null").key()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'nonsense'                                       | is not JSON: Unrecognized token
          '{"events": ['                                   | is not JSON
          '[]'                                             | a scenario is an object
          '{"name": "x"}'                                  | no "events" in it
          '{"events": {}}'                                 | "events" is not a list
          '{"events": []} {}'                              | something follows
          '{"events": [7]}'                                | event 1: not an object
          '{"events": [{"raw": "x"}]}'                     | event 1: no "topic"
          '{"events": [{"topic": "t"}]}'                   | event 1: none of "value"
          '{"events": [{"topic": "t", "raw": "", "value": 1}]}' | event 1: more than one of
          '{"events": [{"topic": "t", "raw": 1}]}'         | event 1: "raw" is not a string
          '{"events": [{"topic": "t", "base64": "?"}]}'    | event 1: "base64" is not base64
          """)
  void aBadFileIsNamedWithItsMistake(String content, String message) throws IOException {
    Path file = Files.writeString(directory.resolve("bad.json"), content);
    assertThatThrownBy(() -> ScenarioFile.read(file))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @MethodSource
  void everyScenarioCanBeRead(Path file) {
    assertThat(ScenarioFile.read(file)).isNotEmpty();
  }

  static List<Path> everyScenarioCanBeRead() throws IOException {
    try (Stream<Path> files = Files.list(Conformance.directory("scenarios"))) {
      return files.sorted().toList();
    }
  }

  private String value(String members) throws IOException {
    return new String(only(members).value(), UTF_8);
  }

  private ProducerRecord<byte[], byte[]> only(String members) throws IOException {
    String scenario =
        "{\"x\": {\"events\": []}, \"events\": [{\"topic\": \"t\", " + members + "}]}";
    Path file = Files.writeString(directory.resolve("scenario.json"), scenario);
    List<ProducerRecord<byte[], byte[]>> events = ScenarioFile.read(file);
    assertThat(events).hasSize(1);
    assertThat(events.getFirst().topic()).isEqualTo("t");
    return events.getFirst();
  }
}
