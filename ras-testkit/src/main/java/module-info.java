import org.jspecify.annotations.NullMarked;

/**
 * What an adapter is tested with: contract suites for the out-ports, an in-memory reference that
 * fulfils them, and random histories of events.
 *
 * <p>Whoever writes another adapter extends the suites; each fails against an adapter that does
 * nothing.
 */
@NullMarked
module com.huleedu.ras.testkit {
  requires transitive com.huleedu.ras.domain;
  // For the suites alone: who takes histories from here needs no test framework.
  requires static org.junit.jupiter.api;
  requires static org.assertj.core;
  requires static org.junit.platform.engine;
  requires static org.junit.platform.launcher;
  requires static java.compiler;
  requires tools.jackson.databind;
  requires static transitive org.jspecify;

  exports com.huleedu.ras.testkit.contract;
  exports com.huleedu.ras.testkit.history;
  exports com.huleedu.ras.testkit.memory;
}
