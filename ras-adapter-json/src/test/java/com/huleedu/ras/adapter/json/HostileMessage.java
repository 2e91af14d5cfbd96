package com.huleedu.ras.adapter.json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** A message to the decoder that means no good: a real one, damaged, or one made from nothing. */
@SuppressWarnings("ArrayRecordComponent") // sent, never compared
record HostileMessage(String topic, byte[] value) {
  private static final byte[][] BAD_UTF8 = {
    {(byte) 0xff}, {(byte) 0xc0, (byte) 0x80}, {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
    {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80}, {(byte) 0xe2, (byte) 0x82}, {0},
    {(byte) 0xef, (byte) 0xbb, (byte) 0xbf}
  };
  private static final List<byte[]> CORPUS =
      Stream.of("/events", "/hostile").flatMap(HostileMessage::files).toList();

  private static final Map<String, byte[]> REAL = written();

  /** By what their names begin with. */
  private static Map<String, byte[]> written() {
    Map<String, byte[]> real = new HashMap<>();
    paths("/events")
        .forEach(file -> {
          String name = file.getFileName().toString();
          real.put(name.substring(0, name.indexOf('_') + 1), bytes(file));
        });
    return real;
  }

  /** What lies in the folders of real and of hostile messages, in the order of names. */
  static List<byte[]> corpus() {
    return CORPUS;
  }

  private static Stream<byte[]> files(String folder) {
    return paths(folder).map(HostileMessage::bytes);
  }

  private static Stream<Path> paths(String folder) {
    try {
      Path path = Path.of(Objects.requireNonNull(HostileMessage.class.getResource(folder)).toURI());
      try (Stream<Path> files = Files.list(path)) {
        return files.sorted().toList().stream();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static HostileMessage of(RandomGenerator random) {
    String topic = Topics.DEFAULT.names().get(random.nextInt(Topics.DEFAULT.names().size()));
    if (random.nextInt(3) == 0) {
      return new HostileMessage(topic, utf8(new MessageGrammar(random).message(topic)));
    }
    if (random.nextInt(200) == 0) {
      return new HostileMessage(topic, utf8(new HostileText(random).value()));
    }
    // Most often on the topic that it was written for.
    String base =
        switch (random.nextInt(5)) {
          case 0 -> new String(CORPUS.get(random.nextInt(CORPUS.size())), StandardCharsets.UTF_8);
          case 1 -> new MessageGrammar(random).message(topic);
          default -> real(random, topic);
        };
    byte[] value =
        random.nextInt(3) == 0 ? utf8(base) : utf8(new HostileText(random).damaged(base));
    for (int i = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0; i > 0; i--) {
      value = damaged(random, value);
    }
    return new HostileMessage(topic, value);
  }

  private static String real(RandomGenerator random, String topic) {
    return new String(
        switch (MessageGrammar.kind(topic)) {
          case BATCH_REGISTERED -> written(random, "1_", "16_");
          case PHASE_OUTCOME -> written(random, "2_", "3_", "4_", "17_");
          case SPELLCHECK_COMPLETED -> written(random, "5_", "6_");
          case SPELLCHECK_RESULTS -> written(random, "11_", "12_");
          case CJ_ASSESSMENT_COMPLETED -> written(random, "7_", "14_");
          case ASSESSMENT_RESULT -> written(random, "13_");
          case CJ_ASSESSMENT_FAILED -> written(random, "8_", "15_");
          case ESSAY_SLOT_ASSIGNED -> written(random, "9_");
          case PIPELINE_COMPLETED -> written(random, "10_");
          case FILE_REJECTED -> written(random, "18_");
        },
        StandardCharsets.UTF_8);
  }

  private static byte[] written(RandomGenerator random, String... names) {
    String name = names[random.nextInt(names.length)];
    return Objects.requireNonNull(REAL.get(name), name);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] damaged(RandomGenerator random, byte[] value) {
    int at = random.nextInt(value.length + 1);
    int length = random.nextInt(1 + Math.min(40, value.length - at));
    return switch (random.nextInt(7)) {
      case 0 -> Arrays.copyOf(value, at);
      case 1 -> joined(value, at, new byte[0], at + length);
      case 2 -> joined(value, at, Arrays.copyOfRange(value, at, at + length), at);
      case 3 -> joined(value, at, BAD_UTF8[random.nextInt(BAD_UTF8.length)], at);
      case 4 -> joined(value, at, noise(random, random.nextInt(8)), at);
      // Rare, for it is long: nested without end, or a megabyte of one thing.
      case 5 ->
          random.nextInt(100) == 0
              ? joined(value, at, swollen(random), at)
              : flipped(random, value);
      default -> flipped(random, value);
    };
  }

  private static byte[] flipped(RandomGenerator random, byte[] value) {
    byte[] flipped = value.clone();
    if (value.length > 0) {
      flipped[random.nextInt(value.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  private static byte[] noise(RandomGenerator random, int length) {
    byte[] noise = new byte[length];
    random.nextBytes(noise);
    return noise;
  }

  private static byte[] swollen(RandomGenerator random) {
    String[] pieces = {"[", "{\"a\":", "9", " ", "\"\",", "\\u0000", "1,", "{},", "😀"};
    String piece = pieces[random.nextInt(pieces.length)];
    return utf8(piece.repeat(1 + random.nextInt(1_000_000 / piece.length())));
  }

  private static byte[] joined(byte[] value, int end, byte[] middle, int rest) {
    byte[] joined = Arrays.copyOf(value, end + middle.length + value.length - rest);
    System.arraycopy(middle, 0, joined, end, middle.length);
    System.arraycopy(value, rest, joined, end + middle.length, value.length - rest);
    return joined;
  }
}
