package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Keys are compared in constant time. A clock can't show that, so the compiled code is read: every
 * comparison is {@link MessageDigest#isEqual}, its result goes into an or, and the loop over the
 * valid ones goes on, whatever it was.
 */
class ConstantTimeTest {
  private static final Set<String> EARLY =
      Set.of("equals", "contentEquals", "compareTo", "contains", "containsKey", "get", "mismatch");

  @Test
  void theComparisonOfKeysNeitherEndsNorBranchesEarly() throws IOException {
    assertThat(mistakes(Credentials.class)).isEmpty();
  }

  @Test
  void otherWaysToCompareAreSeen() throws IOException {
    assertThat(mistakes(ByText.class)).contains("calls equals", "never calls isEqual");
    assertThat(mistakes(ReturnsEarly.class)).containsExactly("its result is branched on");
    assertThat(mistakes(BreaksOff.class)).containsExactly("the loop does not just go on");
  }

  private static List<String> mistakes(Class<?> type) throws IOException {
    List<String> mistakes = new ArrayList<>();
    int comparisons = 0;
    for (MethodModel method : ClassFile.of().parse(bytes(type)).methods()) {
      List<Instruction> code = method.code().map(ConstantTimeTest::instructions).orElse(List.of());
      for (int i = 0; i < code.size(); i++) {
        if (code.get(i) instanceof InvokeInstruction call) {
          String name = call.name().stringValue();
          if (EARLY.contains(name)) {
            mistakes.add("calls " + name);
          }
          if (name.equals("isEqual")) {
            comparisons++;
            judge(code.subList(i + 1, Math.min(code.size(), i + 4)), mistakes);
          }
        }
      }
    }
    if (comparisons == 0) {
      mistakes.add("never calls isEqual");
    }
    return mistakes;
  }

  /** What {@code found |= isEqual(…)} at the end of a loop is compiled to: or, store, go back. */
  private static void judge(List<Instruction> next, List<String> mistakes) {
    if (next.getFirst().opcode() != Opcode.IOR) {
      mistakes.add("its result is branched on");
    } else if (next.getLast().opcode() != Opcode.GOTO) {
      mistakes.add("the loop does not just go on");
    }
  }

  private static List<Instruction> instructions(CodeModel code) {
    return code.elementStream()
        .filter(Instruction.class::isInstance)
        .map(Instruction.class::cast)
        .toList();
  }

  private static byte[] bytes(Class<?> type) throws IOException {
    String file = type.getName().substring(type.getPackageName().length() + 1) + ".class";
    try (InputStream in = Objects.requireNonNull(type.getResourceAsStream(file))) {
      return in.readAllBytes();
    }
  }

  @SuppressWarnings("UnusedMethod") // its bytecode is read
  private static final class ByText {
    static boolean isOneOf(List<String> valid, String given) {
      return valid.stream().anyMatch(candidate -> candidate.equals(given));
    }
  }

  @SuppressWarnings("UnusedMethod") // its bytecode is read
  private static final class ReturnsEarly {
    static boolean isOneOf(List<byte[]> valid, byte[] given) {
      for (byte[] candidate : valid) {
        if (MessageDigest.isEqual(candidate, given)) {
          return true;
        }
      }
      return false;
    }
  }

  @SuppressWarnings("UnusedMethod") // its bytecode is read
  private static final class BreaksOff {
    static boolean isOneOf(List<byte[]> valid, byte[] given) {
      boolean found = false;
      for (byte[] candidate : valid) {
        found |= MessageDigest.isEqual(candidate, given);
        if (found) {
          break;
        }
      }
      return found;
    }
  }
}
