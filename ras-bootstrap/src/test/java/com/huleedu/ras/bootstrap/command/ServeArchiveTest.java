package com.huleedu.ras.bootstrap.command;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What {@code ./ras serve} takes for the sign of an archive with the classes of a whole start. */
class ServeArchiveTest {
  private static final Pattern SIGN = Pattern.compile("grep -qaF (com/huleedu/\\S+)");

  @Test
  void aClassThatIsOnlyLoadedOnceThereIsAConsumerAndThatIsThere() throws IOException {
    String script = Files.readString(Path.of("..", "ras"));
    String sign =
        SIGN.matcher(script)
            .results()
            .map(MatchResult::group)
            .map(found -> found.substring("grep -qaF ".length()).replace('/', '.'))
            .findFirst()
            .orElseThrow();
    assertThatCode(() -> Class.forName(sign)).doesNotThrowAnyException();
  }
}
