package com.huleedu.ras.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.checkup.Finding;
import com.huleedu.ras.domain.port.checkup.Finding.State;
import com.huleedu.ras.embedded.RedisServer;
import com.huleedu.ras.testkit.contract.Findings;
import io.lettuce.core.AclCategory;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mistakes of an operator at Redis, planted: what a checkup says of each. */
class RedisChecksTest {
  private RedisServer server;
  private Connected root;
  private InstantSource clock = InstantSource.system();

  @BeforeEach
  void start() {
    server = RedisServer.start(null);
    root = Connected.to(server.uri());
  }

  @AfterEach
  void stop() {
    root.close();
    server.close();
  }

  private List<Finding> look(String uri, String id) {
    return Findings.of(RedisAdapter.checks(RedisConfig.of(uri), clock), id);
  }

  private void finds(String id, State state, String... words) {
    Findings.assertOne(look(server.uri(), id), state, words);
  }

  @Test
  void whereAllIsWellNothingFailsAndNothingIsLeft() {
    long before = root.redis.dbsize();

    finds("R1", State.OK, "allows all commands");
    finds("R2", State.OK, "noeviction, no limit");
    finds("R3", State.OK, "a primary");
    finds("L1", State.OK, "s apart");
    assertThat(root.redis.dbsize()).isEqualTo(before);
  }

  @Test
  void oneThatEvictsAnythingAndOneThatIsFull() {
    root.redis.configSet("maxmemory-policy", "allkeys-lru");
    finds("R2", State.WARN, "allkeys-lru", "ras:server", "volatile-lru");

    root.redis.configSet("maxmemory-policy", "noeviction");
    root.redis.configSet("maxmemory", "600kb");
    finds("R2", State.FAIL, "noeviction and", "fills and marks fail");
  }

  @Test
  void aReplicaMayNotBeWrittenTo() {
    root.redis.replicaof("127.0.0.1", 1);

    finds("R3", State.FAIL, "replica", "the primary");
  }

  @Test
  void aUserWhoMayNotDoAllAndAWrongPassword() {
    root.redis.aclSetuser(
        "ras",
        AclSetuserArgs.Builder.on()
            .addPassword("s3cr3t")
            .allKeys()
            .allCommands()
            .removeCommand(CommandType.EVAL));
    String uri = "redis://ras:s3cr3t@127.0.0.1:" + server.port();

    assertThat(look(uri, "R1"))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.state()).isEqualTo(State.FAIL);
          assertThat(finding.what() + finding.advice()).contains("EVAL").doesNotContain("s3cr3t");
        });
    assertThatThrownBy(() -> look(uri.replace("s3cr3t", "wr0ng"), "R1"))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("WRONGPASS")
        .hasMessageContaining("correct the user and the password in REDIS_URL")
        .hasMessageNotContaining("wr0ng");
  }

  /** The rights that docs/first-run.md names. */
  @Test
  void aUserOfRasAloneMayDoAllThatIsNeeded() {
    root.redis.aclSetuser(
        "ras",
        AclSetuserArgs.Builder.on()
            .addPassword("s3cr3t")
            .keyPattern("ras:*")
            .keyPattern("poison_pill:*")
            .allCommands()
            .removeCategory(AclCategory.DANGEROUS)
            .addCommand(CommandType.INFO));

    Findings.assertOne(
        look("redis://ras:s3cr3t@127.0.0.1:" + server.port(), "R1"),
        State.OK,
        "allows all commands");
  }

  @Test
  void nobodyThere() {
    server.close();

    assertThatThrownBy(() -> look(server.uri(), "R1"))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("REDIS_URL");
  }

  @Test
  void aClockThatIsOff() {
    clock = InstantSource.offset(InstantSource.system(), Duration.ofSeconds(7));

    finds("L1", State.WARN, "s apart", "NTP");
  }
}
