import org.jspecify.annotations.NullMarked;

/**
 * What an adapter is tested with: contract suites for the out-ports, and in-memory adapters that
 * are obviously right.
 */
@NullMarked
module com.huleedu.ras.testkit {
  requires transitive com.huleedu.ras.domain;
  requires transitive org.junit.jupiter.api;
  requires org.assertj.core;
  requires static org.jspecify;

  exports com.huleedu.ras.testkit.cache;
}
