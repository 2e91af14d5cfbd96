package com.huleedu.ras.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * A batch of one of the sample teachers, with all that chance decides about it.
 *
 * @param teacher the user id
 * @param misspelt the essays whose spellcheck fails
 * @param jobId the number of its comparative judgement
 */
record SampleBatch(
    String id, String teacher, Task task, List<String> essays, Set<String> misspelt, int jobId) {

  /** What the essays are about. */
  record Task(String course, String instructions) {}

  static final List<String> TEACHERS =
      List.of("anna.lindqvist", "johan.berg", "maria.nilsson", "erik.sandstrom");

  private static final List<Task> TASKS =
      List.of(
          new Task("SV1", "Skriv en debattartikel om skolmat på 400 ord."),
          new Task("SV2", "Skriv en argumenterande text på 500 ord."),
          new Task("SV3", "Jämför två noveller ur kursboken på 800 ord."),
          new Task("ENG5", "Write a letter to the editor about your town (300 words)."),
          new Task("ENG6", "Discuss the role of chance in a novel you have read (600 words)."));

  /** The essays that came through the spellcheck, and so are judged. */
  List<String> spellchecked() {
    return essays.stream().filter(essay -> !misspelt.contains(essay)).toList();
  }

  /** A batch of five to twelve essays, of which none fails. */
  static SampleBatch flawless(String teacher, RandomGenerator random) {
    List<String> essays = Stream.generate(() -> uuid(random)).limit(random.nextInt(5, 13)).toList();
    Task task = TASKS.get(random.nextInt(TASKS.size()));
    return new SampleBatch(
        uuid(random), teacher, task, essays, Set.of(), random.nextInt(1, 10_000));
  }

  /** A batch as they come: in every third one or two essays fail, and in a few all do. */
  static SampleBatch any(String teacher, RandomGenerator random) {
    SampleBatch batch = flawless(teacher, random);
    int failures =
        switch (random.nextInt(12)) {
          case 0 -> batch.essays.size();
          case 1, 2 -> 2;
          case 3, 4 -> 1;
          default -> 0;
        };
    Set<String> misspelt = Set.copyOf(batch.essays.subList(0, failures));
    return new SampleBatch(
        batch.id, batch.teacher, batch.task, shuffled(batch.essays, random), misspelt, batch.jobId);
  }

  static List<String> shuffled(List<String> essays, RandomGenerator random) {
    List<String> shuffled = new ArrayList<>(essays);
    Collections.shuffle(shuffled, Random.from(random));
    return List.copyOf(shuffled);
  }

  static String uuid(RandomGenerator random) {
    return new UUID(
            (random.nextLong() & ~0xF000L) | 0x4000L,
            (random.nextLong() & ~(0b11L << 62)) | (0b10L << 62))
        .toString();
  }
}
