import org.jspecify.annotations.NullMarked;

/**
 * The use cases behind the in-ports, a package each: projection, query, dead letters, rebuild,
 * checkup. None knows another; what they share lies beside them. Knows the ports of the domain and
 * no technology behind them.
 */
@NullMarked
module com.huleedu.ras.application {
  requires transitive com.huleedu.ras.domain;
  requires transitive micrometer.core;
  requires static transitive org.jspecify;
  requires io.github.resilience4j.core;
  requires io.github.resilience4j.retry;
  requires org.slf4j;

  exports com.huleedu.ras.application;
  exports com.huleedu.ras.application.projection;
  exports com.huleedu.ras.application.query;
  exports com.huleedu.ras.application.deadletter;
  exports com.huleedu.ras.application.rebuild;
  exports com.huleedu.ras.application.checkup;
}
