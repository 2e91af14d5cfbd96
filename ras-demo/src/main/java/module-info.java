import org.jspecify.annotations.NullMarked;

/**
 * What a person runs besides the service: {@code demo} puts the service on servers of its own, with
 * sample teachers; {@code publish} sends the events of scenario files.
 */
@NullMarked
module com.huleedu.ras.demo {
  requires static transitive org.jspecify;
  requires com.huleedu.ras.adapter.json;
  requires com.huleedu.ras.bootstrap;
  requires com.huleedu.ras.domain;
  requires com.huleedu.ras.embedded;
  requires info.picocli;
  requires java.net.http;
  requires jul.to.slf4j;
  requires kafka.clients;
  requires tools.jackson.core;
  requires tools.jackson.databind;

  // Commands and their options are found by reflection.
  opens com.huleedu.ras.demo to
      info.picocli;
}
