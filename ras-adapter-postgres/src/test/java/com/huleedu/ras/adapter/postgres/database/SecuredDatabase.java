package com.huleedu.ras.adapter.postgres.database;

import com.huleedu.ras.adapter.postgres.PostgresAdapter;
import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.embedded.IssuedCertificate;
import com.huleedu.ras.embedded.PostgresServer;
import com.huleedu.ras.embedded.PostgresTls;
import com.huleedu.ras.embedded.TestAuthority;
import com.huleedu.ras.tls.Identity;
import com.huleedu.ras.tls.Material;
import com.huleedu.ras.tls.Secret;
import com.huleedu.ras.tls.Tls;
import com.huleedu.ras.tls.Trust;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * A server that speaks TLS alone, with a role that comes in by its certificate ({@code ras}), one
 * that comes in by a password ({@code guarded}), and a database of both.
 */
final class SecuredDatabase implements AutoCloseable {
  static final String SECRET = "s3cr3t";

  final PostgresServer server;
  final DSLContext administrator;
  private final String url;

  SecuredDatabase(TestAuthority authority) {
    server = PostgresServer.startSecured(PostgresTls.of(authority).withCertificateUsers("ras"));
    String administered = server.createDatabase("secured");
    administrator = DSL.using(administered);
    administrator.execute("create role ras login");
    administrator.execute("create role guarded login password '" + SECRET + "'");
    String database = administered.replaceFirst(".*/([^?]*).*", "$1");
    administrator.execute("grant create on database " + database + " to ras, guarded");
    url = "jdbc:postgresql://127.0.0.1:%s/%s?sslmode=".formatted(server.port(), database);
  }

  /** With a mode, and parameters behind it if there are any. */
  PostgresConfig config(String mode, String user, String password) {
    return new PostgresConfig(
        url + mode,
        user,
        password,
        null,
        4,
        Duration.ofSeconds(10),
        Duration.ofSeconds(15),
        Optional.empty());
  }

  PostgresConfig config(Tls tls) {
    return config("verify-full", "ras", "any").withTls(tls);
  }

  static PostgresAdapter connect(PostgresConfig config) {
    return PostgresAdapter.connect(config, new SimpleMeterRegistry());
  }

  static Tls trusting(TestAuthority authority) {
    return Tls.load("postgresql", trust(authority.trustedPem()), new Identity.None());
  }

  static Tls showing(TestAuthority authority, IssuedCertificate client) {
    return showing(authority.trustedPem(), client);
  }

  static Tls showing(Path trusted, IssuedCertificate client) {
    return Tls.load(
        "postgresql",
        trust(trusted),
        new Identity.Pem(
            Material.file("DATABASE_SSLCERT", client.chain()),
            Material.file("DATABASE_SSLKEY", client.key()),
            new Secret("DATABASE_SSLPASSWORD", "")));
  }

  private static Trust trust(Path trusted) {
    return new Trust.Pem(Material.file("DATABASE_SSLROOTCERT", trusted));
  }

  /** What the server says of the connections of {@code ras}: process, and number of certificate. */
  List<Session> sessions() {
    return administrator
        .fetch(
            """
            select a.pid, coalesce(s.client_serial::text, ''), s.ssl from pg_stat_activity a
            join pg_stat_ssl s using (pid) where a.usename = 'ras' order by a.pid
            """)
        .map(row ->
            new Session(
                row.get(0, Integer.class), row.get(1, String.class), row.get(2, Boolean.class)));
  }

  record Session(int pid, String serial, boolean encrypted) {
    boolean isOf(IssuedCertificate client) {
      return encrypted && serial.equals(client.certificate().getSerialNumber().toString());
    }
  }

  @Override
  public void close() {
    ((org.jooq.CloseableDSLContext) administrator).close();
    server.close();
  }
}
