import org.jspecify.annotations.NullMarked;

/**
 * The model, the dead letters and the positions in PostgreSQL.
 *
 * <p>The rows are the domain's facts; what SQL merges in bulk is what {@link
 * com.huleedu.ras.domain.batch.Facts#merge} merges one by one, and tests hold the two against each
 * other. What is derived from the facts is derived by the domain alone.
 */
@NullMarked
@SuppressWarnings(
    "opens") // javac takes db.migration for no package: it holds migrations, no classes
module com.huleedu.ras.adapter.postgres {
  requires transitive com.huleedu.ras.domain;
  requires transitive com.huleedu.ras.tls;
  requires transitive micrometer.core;
  requires com.zaxxer.hikari;
  requires flyway.core;
  requires java.sql;
  requires org.jooq;
  requires org.postgresql.jdbc;
  requires org.slf4j;
  requires static jakarta
      .xml
      .bind; // for javac alone, which looks up what annotates jOOQ's Settings
  requires static transitive org.jspecify;

  exports com.huleedu.ras.adapter.postgres;
  exports com.huleedu.ras.adapter.postgres.database to
      org.postgresql.jdbc; // which makes its sockets for TLS by the name of a class

  opens db.migration; // to Flyway, which finds them through the class loader
}
