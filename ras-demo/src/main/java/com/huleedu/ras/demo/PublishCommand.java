package com.huleedu.ras.demo;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends the events of scenario files, and waits until Kafka has them all. */
@Command(
    name = "publish",
    description = "Sends the events of scenario files to a Kafka, in their order.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets what it annotates before it runs
final class PublishCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = "--kafka",
      required = true,
      paramLabel = "HOST:PORT",
      description = "Kafka's address; the demo prints its own when it has started.")
  private String kafka;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Scenario files (JSON).")
  private List<Path> files;

  @Override
  public void run() {
    // All files before the first message: a bad one among them should not leave half a history.
    List<ProducerRecord<byte[], byte[]>> events = new ArrayList<>();
    for (Path file : files) {
      events.addAll(ScenarioFile.read(file));
    }
    try (EventSender sender = new EventSender(kafka)) {
      sender.checkTopics(topicsOf(events));
      sender.sendAll(events);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "Sent %d %s from %d %s to %s.%n",
        events.size(),
        events.size() == 1 ? "event" : "events",
        files.size(),
        files.size() == 1 ? "file" : "files",
        kafka);
    out.flush();
  }

  private static Set<String> topicsOf(List<ProducerRecord<byte[], byte[]>> events) {
    return events.stream().map(ProducerRecord::topic).collect(Collectors.toSet());
  }
}
