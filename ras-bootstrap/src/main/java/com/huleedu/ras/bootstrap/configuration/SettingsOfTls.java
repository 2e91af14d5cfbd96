package com.huleedu.ras.bootstrap.configuration;

import static com.huleedu.ras.bootstrap.configuration.Setting.open;
import static com.huleedu.ras.bootstrap.configuration.Setting.secret;

import com.huleedu.ras.bootstrap.configuration.Setting.Accepts;
import com.huleedu.ras.bootstrap.configuration.Setting.Section;
import java.util.List;

/** TLS of the ports, PostgreSQL and Redis. */
final class SettingsOfTls {
  static final List<Setting> ALL =
      List.of(
          open(
              Section.HTTP_TLS,
              "HTTP_TLS_CERTIFICATE",
              "http.tls.certificate",
              Accepts.PEM,
              "",
              "the port of the API speaks TLS, and nothing in clear: its certificate, and "
                  + "those between it and its authority"),
          open(
              Section.HTTP_TLS,
              "HTTP_TLS_PRIVATE_KEY",
              "http.tls.private-key",
              Accepts.PEM,
              "",
              "its key"),
          secret(
              Section.HTTP_TLS,
              "HTTP_TLS_PRIVATE_KEY_PASSWORD",
              "http.tls.private-key-password",
              Accepts.TEXT,
              "",
              "of an encrypted key"),
          open(
              Section.HTTP_TLS,
              "HTTP_TLS_CLIENT_AUTH",
              "http.tls.client-auth",
              Accepts.words("none", "optional", "required"),
              "none",
              "what is asked of clients beside their keys: `none`, `optional`, `required`"),
          open(
              Section.HTTP_TLS,
              "HTTP_TLS_CLIENT_CA",
              "http.tls.client-ca",
              Accepts.PEM,
              "",
              "the authorities of the certificates of clients"),
          open(
              Section.HTTP_TLS,
              "METRICS_TLS_CERTIFICATE",
              "metrics.tls.certificate",
              Accepts.PEM,
              "",
              "the same of the port of metrics and health alone"),
          open(
              Section.HTTP_TLS,
              "METRICS_TLS_PRIVATE_KEY",
              "metrics.tls.private-key",
              Accepts.PEM,
              "",
              "its key"),
          secret(
              Section.HTTP_TLS,
              "METRICS_TLS_PRIVATE_KEY_PASSWORD",
              "metrics.tls.private-key-password",
              Accepts.TEXT,
              "",
              "of an encrypted key"),
          open(
              Section.HTTP_TLS,
              "METRICS_TLS_CLIENT_AUTH",
              "metrics.tls.client-auth",
              Accepts.words("none", "optional", "required"),
              "none",
              "what is asked of clients beside their keys: `none`, `optional`, `required`"),
          open(
              Section.HTTP_TLS,
              "METRICS_TLS_CLIENT_CA",
              "metrics.tls.client-ca",
              Accepts.PEM,
              "",
              "the authorities of the certificates of clients"),
          open(
              Section.HTTP_TLS,
              "ADMIN_TLS_CERTIFICATE",
              "admin.tls.certificate",
              Accepts.PEM,
              "",
              "the same of the port of operators"),
          open(
              Section.HTTP_TLS,
              "ADMIN_TLS_PRIVATE_KEY",
              "admin.tls.private-key",
              Accepts.PEM,
              "",
              "its key"),
          secret(
              Section.HTTP_TLS,
              "ADMIN_TLS_PRIVATE_KEY_PASSWORD",
              "admin.tls.private-key-password",
              Accepts.TEXT,
              "",
              "of an encrypted key"),
          open(
              Section.HTTP_TLS,
              "ADMIN_TLS_CLIENT_AUTH",
              "admin.tls.client-auth",
              Accepts.words("none", "optional", "required"),
              "none",
              "what is asked of clients beside their keys: `none`, `optional`, `required`"),
          open(
              Section.HTTP_TLS,
              "ADMIN_TLS_CLIENT_CA",
              "admin.tls.client-ca",
              Accepts.PEM,
              "",
              "the authorities of the certificates of clients"),
          open(
              Section.DATABASE_TLS,
              "DATABASE_SSLMODE",
              "database.sslmode",
              Accepts.words("disable", "allow", "prefer", "require", "verify-ca", "verify-full"),
              "",
              "as `sslmode` of `DATABASE_URL`: `disable`, `allow`, `prefer`, `require`, "
                  + "`verify-ca`, `verify-full`"),
          open(
              Section.DATABASE_TLS,
              "DATABASE_SSLROOTCERT",
              "database.sslrootcert",
              Accepts.PEM,
              "",
              "as `sslrootcert`: the authority of the server; `system`: those that the JVM "
                  + "knows"),
          open(
              Section.DATABASE_TLS,
              "DATABASE_SSLCERT",
              "database.sslcert",
              Accepts.PEM,
              "",
              "as `sslcert`: the certificate that RAS shows"),
          open(
              Section.DATABASE_TLS,
              "DATABASE_SSLKEY",
              "database.sslkey",
              Accepts.PEM,
              "",
              "as `sslkey`: its key"),
          secret(
              Section.DATABASE_TLS,
              "DATABASE_SSLPASSWORD",
              "database.sslpassword",
              Accepts.TEXT,
              "",
              "as `sslpassword`: of an encrypted key"),
          open(
              Section.REDIS_TLS,
              "REDIS_TLS_CA",
              "redis.tls.ca",
              Accepts.PEM,
              "",
              "with `rediss://`: the authority of the server; unset: those that the JVM knows"),
          open(
              Section.REDIS_TLS,
              "REDIS_TLS_CERTIFICATE",
              "redis.tls.certificate",
              Accepts.PEM,
              "",
              "the certificate that RAS shows"),
          open(
              Section.REDIS_TLS,
              "REDIS_TLS_PRIVATE_KEY",
              "redis.tls.private-key",
              Accepts.PEM,
              "",
              "its key"),
          secret(
              Section.REDIS_TLS,
              "REDIS_TLS_PRIVATE_KEY_PASSWORD",
              "redis.tls.private-key-password",
              Accepts.TEXT,
              "",
              "of an encrypted key"));

  private SettingsOfTls() {}
}
