package com.huleedu.ras.bootstrap.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.domain.MisconfiguredException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each part of a database URL is used, or refused by name. */
class DatabaseUrlTest {
  private static RebuildConfiguration configured(String url) {
    return configured(url, "");
  }

  private static RebuildConfiguration configured(String url, String schema) {
    return RebuildConfiguration.fromEnvironment(
        Map.of(
            "DATABASE_URL",
            url,
            "DATABASE_SCHEMA",
            schema,
            "KAFKA_BOOTSTRAP_SERVERS",
            "kafka:9092",
            "CACHE_ENABLED",
            "false"));
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql://ras:pa%40ss@db:5433/ras,jdbc:postgresql://db:5433/ras,ras,pa@ss",
    "postgresql+asyncpg://u:p@db/x?ssl=require,jdbc:postgresql://db/x?sslmode=require,u,p",
    "postgres://u:a+b@h/x?sslmode=disable,jdbc:postgresql://h/x?sslmode=disable,u,a+b",
    "jdbc:postgresql://h:1/x?user=u&password=p%26q&ssl=true,jdbc:postgresql://h:1/x?ssl=true,u,p&q",
    "jdbc:postgresql://h/x,jdbc:postgresql://h/x,,",
    "postgresql://u@h/x,jdbc:postgresql://h/x,u,",
    "postgresql://u:p@ss@h/x,jdbc:postgresql://h/x,u,p@ss",
    "'postgresql://u:p@a:1,b:2/x','jdbc:postgresql://a:1,b:2/x',u,p",
    "postgresql://u:p@[::1]:5432/x%20y,jdbc:postgresql://[::1]:5432/x%20y,u,p",
  })
  void mayHaveAnyOfItsForms(String url, String jdbc, String user, String password) {
    assertThat(DatabaseUrl.parse(url)).isEqualTo(new DatabaseUrl(jdbc, user, password, List.of()));
    assertThat(configured(url).postgres().where()).isEqualTo(jdbc.replaceFirst("\\?.*", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "application_name=me, ApplicationName=me",
    "ApplicationName=me, ApplicationName=me",
    "sslmode=verify-full, sslmode=verify-full",
    "sslrootcert=/ca.pem, sslrootcert=/ca.pem",
    "target_session_attrs=read-write, targetServerType=primary",
    "load_balance_hosts=random, loadBalanceHosts=true",
    "keepalives=0, tcpKeepAlive=false",
    "channel_binding=require, channelBinding=require",
    "options=-c%20work_mem=1MB, options=-c%20work_mem=1MB",
    "prepareThreshold=0, prepareThreshold=0",
  })
  void aParameterIsUsedInTheWordsOfTheDriver(String given, String used) {
    assertThat(configured("postgresql://h/x?" + given).postgres().jdbcUrl())
        .isEqualTo("jdbc:postgresql://h/x?" + used);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "connect_timeout=1",
        "connectTimeout=1",
        "loginTimeout=1",
        "socketTimeout=1",
        "queryTimeout=1",
        "target_session_attrs=standby",
        "targetServerType=secondary",
        "host=a",
        "hostaddr=a",
        "port=1",
        "dbname=a",
        "PGHOST=a",
        "service=a",
        "passfile=/p",
        "client_encoding=utf8",
        "readOnly=true",
        "loggerLevel=TRACE",
        "options=-c%20statement_timeout=1",
        "options=-c%20search_path=ras",
        "currentSchema=a,b",
        "options=--idle-in-transaction-session-timeout%3D1",
        "applicationname=me",
        "prepared_statement_cache_size=0",
        "keepalives_idle=3",
        "keepalives=yes",
        "sslcrl=/c",
      })
  void whatWouldNotBeUsedIsRefusedByName(String parameter) {
    assertThatThrownBy(() -> configured("postgresql://h/x?" + parameter))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContainingAll("DATABASE_URL", " " + parameter.replaceFirst("=.*", "") + " ");
  }

  @Test
  void theSchemaIsTakenAsItIsWritten() {
    assertThat(configured("postgresql://h/x").postgres().schema()).isNull();
    assertThat(configured("postgresql://h/x", "Own_1").postgres().schema()).isEqualTo("Own_1");
    assertThat(configured("postgresql://h/x?currentSchema=own").postgres().schema())
        .isEqualTo("own");
    for (String wrong : List.of("a-b", "a b", "\"a\"", "pg_a", "x_rebuild", "a,public", "ä")) {
      assertThatThrownBy(() -> configured("postgresql://h/x", wrong))
          .isInstanceOf(MisconfiguredException.class)
          .hasMessageContaining("1 mistake")
          .hasMessageContaining("DATABASE_SCHEMA has to be the name of one schema");
    }
    assertThatThrownBy(() -> configured("postgresql://h/x?currentSchema=own", "other"))
        .hasMessageContainingAll("currentSchema", "DATABASE_SCHEMA");
  }

  @Test
  void allThatIsRefusedIsNamedAtOnce() {
    assertThatThrownBy(() ->
            configured("postgresql://u:p@h/x?user=v&host=a&socketTimeout=1&sslmode=a&sslmode=b"))
        .hasMessageContainingAll("user twice", "host", "socketTimeout", "sslmode is there twice");
  }

  /** Whatever the password's raw characters make of the URL, none of it is shown. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://s3cr3t:s3cr3t/x@h:1/ras",
        "postgresql://s3cr3t:12/s3cr3t@h:1/ras",
        "postgresql://s3cr3t:12/s3cr3t@h",
        "postgresql://s3cr3t:12?s3cr3t@h:1/ras",
        "postgresql://s3cr3t:12/x?s3cr3t=y@h:1/ras",
        "postgresql://s3cr3t:a@b/x?s3cr3t=y@h:1/ras",
        "postgresql://s3cr3t:12#s3cr3t@h:1/ras",
        "postgresql://s3cr3t:s3cr3t%zz@h:1/ras",
        "postgresql://s3cr3t:s3cr3t %@h:1/ras",
        "postgresql://s3cr3t:s3cr3t@h:port/ras",
        "postgresql://s3cr3t:s3cr3t@h:1/ras/s3cr3t",
        "postgresql://s3cr3t:s3cr3t@h:1",
        "postgresql://s3cr3t:s3cr3t",
        "s3cr3t:s3cr3t@h:1/ras",
        "mysql://s3cr3t:s3cr3t@h:1/ras",
        "jdbc:postgresql://h/x?password=s3cr3t%zz",
        "jdbc:postgresql://h/x?password=s3cr3t#s3cr3t",
        "jdbc:postgresql://h/x?password=a&s3cr3t",
        "jdbc:postgresql:s3cr3t",
      })
  void noPartOfOneThatIsWrongIsShown(String url) {
    assertThatThrownBy(() -> configured(url))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining("DATABASE_URL")
        .hasMessageNotContaining("s3cr3t");
  }

  @Test
  void noneOfItsSecretsIsShown() {
    String url = "postgresql://s3cr3t:s3cr3t@h/ras?sslpassword=s3cr3t&sslmode=disable";
    assertThat(configured(url).toString()).contains("//h/ras").doesNotContain("s3cr3t");
    assertThat(DatabaseUrl.parse(url)).hasToString("jdbc:postgresql://h/ras");
  }
}
