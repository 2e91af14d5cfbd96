package com.huleedu.ras.bootstrap.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.bootstrap.configuration.Version;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What every command says of itself. */
class HelpTest {
  private static final int WIDTH = 80;

  static Stream<String> commands() {
    return all(Main.commandLine()).map(command -> command.getCommandSpec().qualifiedName());
  }

  /** All but the library's own. */
  private static Stream<CommandLine> all(CommandLine command) {
    return command.getCommand() instanceof CommandLine.HelpCommand
        ? Stream.empty()
        : Stream.concat(
            Stream.of(command), command.getSubcommands().values().stream().flatMap(HelpTest::all));
  }

  private static CommandLine command(String name) {
    return all(Main.commandLine())
        .filter(command -> command.getCommandSpec().qualifiedName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Each element begins a line of its own, so a text in several breaks in the middle of lines. */
  @ParameterizedTest
  @MethodSource("commands")
  void breaksLinesWhereTheyAreFull(String name) {
    CommandSpec spec = command(name).getCommandSpec();

    assertThat(spec.usageMessage().description()).hasSize(1);
    spec.options().forEach(option -> assertThat(option.description()).hasSize(1));
    assertThat(command(name).getUsageMessage().lines()).allMatch(line -> line.length() <= WIDTH);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void saysItsVersion(String name) {
    StringWriter out = new StringWriter();
    List<String> arguments = new ArrayList<>(List.of(name.split(" ", -1)));
    arguments.removeFirst();
    arguments.add("--version");
    int code =
        Main.commandLine().setOut(new PrintWriter(out)).execute(arguments.toArray(String[]::new));
    assertThat(code).isZero();
    assertThat(out.toString()).contains("Result Aggregator Service " + Version.current());
  }
}
