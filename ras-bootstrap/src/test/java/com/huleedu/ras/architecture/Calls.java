package com.huleedu.ras.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import java.util.Set;

/** The calls that rules speak of. */
final class Calls {
  private static final Set<String> WALL_CLOCK =
      Set.of(
          "java.time.Instant.now",
          "java.time.OffsetDateTime.now",
          "java.time.LocalDateTime.now",
          "java.time.Clock.systemUTC",
          "java.time.InstantSource.system",
          "java.lang.System.currentTimeMillis");
  private static final Set<String> BARE =
      Set.of(
          "java.lang.RuntimeException",
          "java.lang.Exception",
          "java.lang.Error",
          "java.lang.Throwable");

  private Calls() {}

  static DescribedPredicate<JavaMethodCall> readsAClock() {
    return DescribedPredicate.describe(
        "reads a clock",
        call ->
            WALL_CLOCK.contains(target(call)) || target(call).equals("java.lang.System.nanoTime"));
  }

  static DescribedPredicate<JavaMethodCall> readsTheWallClock() {
    return DescribedPredicate.describe(
        "reads the wall clock", call -> WALL_CLOCK.contains(target(call)));
  }

  static DescribedPredicate<JavaMethodCall> sleeps() {
    return DescribedPredicate.describe(
        "sleeps", call -> target(call).equals("java.lang.Thread.sleep"));
  }

  static DescribedPredicate<JavaMethodCall> makesOneVirtualThread() {
    return DescribedPredicate.describe(
        "makes one virtual thread",
        call ->
            Set.of("java.lang.Thread.ofVirtual", "java.lang.Thread.startVirtualThread")
                .contains(target(call)));
  }

  static DescribedPredicate<JavaMethodCall> searchesRedis() {
    return DescribedPredicate.describe(
        "is KEYS or SCAN",
        call ->
            call.getTargetOwner().getPackageName().startsWith("io.lettuce")
                && Set.of("keys", "scan", "sscan").contains(call.getName()));
  }

  static DescribedPredicate<JavaConstructorCall> makesABareException() {
    return DescribedPredicate.describe(
        "makes a bare exception",
        call ->
            BARE.contains(call.getTargetOwner().getName())
                // A subclass calls its parent's constructor, which is no throw.
                && !call.getOriginOwner().isAssignableTo(Throwable.class));
  }

  private static String target(JavaAccess<?> call) {
    return call.getTargetOwner().getName() + "." + call.getName();
  }
}
