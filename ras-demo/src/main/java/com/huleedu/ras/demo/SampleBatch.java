package com.huleedu.ras.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * A batch of one of the sample teachers, with all that chance decides about it.
 *
 * @param teacher the user id
 * @param files all that were handed in
 * @param rejected the essays whose files hold none: their places stay empty
 * @param misspelt the essays whose spellcheck fails
 * @param judgedTwice whether its comparative judgement fails at first, and is run again
 * @param jobId the number of its comparative judgement; of the second run it is the next one
 */
record SampleBatch(
    String id,
    String teacher,
    Task task,
    List<File> files,
    Set<String> rejected,
    Set<String> misspelt,
    boolean judgedTwice,
    int jobId) {

  /** What the essays are about. */
  record Task(String course, String assignment, String schoolClass) {}

  /**
   * One file of a pupil.
   *
   * @param essay the place in the batch that is kept for it
   */
  record File(String upload, String name, String essay) {}

  /** What goes wrong with a batch. */
  enum Mishap {
    NONE,
    FILE_REJECTED,
    SOME_MISSPELT,
    JUDGED_TWICE,
    ALL_MISSPELT
  }

  static final List<String> TEACHERS =
      List.of("anna.lindqvist", "johan.berg", "maria.nilsson", "erik.sandstrom");

  private static final List<Task> TASKS =
      List.of(
          new Task("SV1", "debattartikel-skolmat", "NA24a"),
          new Task("SV2", "argumenterande-text", "SA23b"),
          new Task("SV3", "tva-noveller", "HU22"),
          new Task("ENG5", "letter-to-the-editor", "EK24c"),
          new Task("ENG6", "chance-in-a-novel", "NA23b"));

  private static final List<String> PUPILS =
      List.of(
          "Alva Ek",
          "Ali Hassan",
          "Astrid Holm",
          "Ebba Sjöberg",
          "Elias Nyström",
          "Hugo Dahl",
          "Leila Karimi",
          "Maja Öberg",
          "Nils Åkesson",
          "Saga Lund",
          "Signe Falk",
          "William Strand");

  /** All places of the batch, which are registered before a file is there. */
  List<String> essays() {
    return files.stream().map(File::essay).toList();
  }

  /** The essays that came through the spellcheck, and so are judged. */
  List<String> spellchecked() {
    return essays().stream().filter(essay -> isText(essay) && !misspelt.contains(essay)).toList();
  }

  /** Whether a file was taken as this essay. */
  boolean isText(String essay) {
    return !rejected.contains(essay);
  }

  /** A batch of five to twelve essays, with a mishap or none. */
  static SampleBatch with(Mishap mishap, String teacher, RandomGenerator random) {
    List<File> files =
        shuffled(PUPILS, random).stream()
            .limit(random.nextInt(5, 13))
            .map(pupil -> new File(uuid(random), pupil + ".docx", uuid(random)))
            .toList();
    return new SampleBatch(
        uuid(random),
        teacher,
        TASKS.get(random.nextInt(TASKS.size())),
        files,
        mishap == Mishap.FILE_REJECTED ? first(1, files) : Set.of(),
        switch (mishap) {
          case SOME_MISSPELT -> first(random.nextInt(1, 3), files);
          case ALL_MISSPELT -> first(files.size(), files);
          case NONE, FILE_REJECTED, JUDGED_TWICE -> Set.of();
        },
        mishap == Mishap.JUDGED_TWICE,
        random.nextInt(1, 10_000));
  }

  /** A batch as they come: with every second something is wrong. */
  static SampleBatch any(String teacher, RandomGenerator random) {
    Mishap mishap =
        switch (random.nextInt(12)) {
          case 0 -> Mishap.ALL_MISSPELT;
          case 1, 2 -> Mishap.SOME_MISSPELT;
          case 3, 4 -> Mishap.FILE_REJECTED;
          case 5 -> Mishap.JUDGED_TWICE;
          default -> Mishap.NONE;
        };
    return with(mishap, teacher, random);
  }

  private static Set<String> first(int count, List<File> files) {
    return new HashSet<>(files.subList(0, count).stream().map(File::essay).toList());
  }

  static <T> List<T> shuffled(List<T> values, RandomGenerator random) {
    List<T> shuffled = new ArrayList<>(values);
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
