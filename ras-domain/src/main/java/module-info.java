import org.jspecify.annotations.NullMarked;

/**
 * The rules by which completion events become one picture per batch, and the ports around them.
 *
 * <p>The model is a function of the <em>set</em> of events: every fact is a last-writer-wins
 * register, a minimum, or a set that only grows, so folding is commutative, associative and
 * idempotent. Nothing in here reads a clock, does I/O, or logs. It may be embedded in any JVM
 * service: {@link com.huleedu.ras.domain.batch.Facts} folds events, {@link
 * com.huleedu.ras.domain.batch.Batch} is what is derived from them.
 */
@NullMarked
module com.huleedu.ras.domain {
  requires static transitive org.jspecify;

  exports com.huleedu.ras.domain;
  exports com.huleedu.ras.domain.event;
  exports com.huleedu.ras.domain.batch;
  exports com.huleedu.ras.domain.port;
  exports com.huleedu.ras.domain.port.projection;
  exports com.huleedu.ras.domain.port.query;
  exports com.huleedu.ras.domain.port.deadletter;
  exports com.huleedu.ras.domain.port.rebuild;
  exports com.huleedu.ras.domain.port.checkup;
}
