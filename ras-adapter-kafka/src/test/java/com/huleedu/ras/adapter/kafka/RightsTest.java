package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.domain.port.checkup.Finding;
import com.huleedu.ras.domain.port.checkup.Finding.State;
import com.huleedu.ras.embedded.KafkaListener;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a checkup says where brokers have an authorizer, and RAS lacks a right. */
class RightsTest extends SecuredTestBase {
  private final Admin admin =
      Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()));

  @AfterEach
  void close() {
    admin.close();
  }

  @Test
  void withTheRightsOfTheFirstRunNothingIsLacking() throws Exception {
    allow("User:ras", ResourceType.TOPIC, AclOperation.READ, AclOperation.DESCRIBE);
    allow("User:ras", ResourceType.GROUP, AclOperation.READ, AclOperation.DESCRIBE);

    assertThat(look("K6")).extracting(Finding::state).containsExactly(State.OK);
  }

  @Test
  void aTopicThatOnlyOthersMayRead() throws Exception {
    allow("User:other", ResourceType.TOPIC, AclOperation.READ);

    assertThat(look("K6"))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.state()).isEqualTo(State.FAIL);
          assertThat(finding.what()).isEqualTo("RAS may not READ the topic " + name);
          assertThat(finding.advice()).contains("kafka-acls --add", "--topic " + name);
        });
    assertThatThrownBy(() -> look("K5"))
        .hasMessageContaining("RAS may not describe the topic " + name)
        .hasMessageContaining("kafka-acls --add");
  }

  /** It is wanted for a word of the checkup alone. */
  @Test
  void howLongTopicsKeepMessagesMayBeUnknown() throws Exception {
    allow("User:ras", ResourceType.TOPIC, AclOperation.READ, AclOperation.DESCRIBE);

    assertThat(look("K7"))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.state()).isEqualTo(State.NOTE);
          assertThat(finding.what()).contains("DESCRIBE_CONFIGS");
          assertThat(finding.advice()).contains("--operation DescribeConfigs");
        });
  }

  /** A topic that may be seen and not read, and a group that only others may be in. */
  @ParameterizedTest
  @CsvSource({"User:ras, TOPIC, DESCRIBE", "User:other, GROUP, READ"})
  void whatMayNotBeReadIsNamed(String who, ResourceType type, AclOperation operation)
      throws Exception {
    allow(who, type, operation);

    assertThat(look("K6"))
        .extracting(Finding::what)
        .containsExactly(
            "RAS may not READ the %s %s".formatted(type.name().toLowerCase(Locale.ROOT), name));
  }

  private List<Finding> look(String id) {
    KafkaConfig config =
        config(KafkaListener.SASL_SCRAM, right(KafkaListener.SASL_SCRAM, "SCRAM-SHA-512"));
    return KafkaAdapter.checks(config, _ -> Map.of(), InstantSource.system()).stream()
        .filter(check -> check.id().equals(id))
        .findFirst()
        .orElseThrow()
        .look()
        .get();
  }

  private void allow(String who, ResourceType type, AclOperation... operations) throws Exception {
    ResourcePattern resource = new ResourcePattern(type, name, PatternType.LITERAL);
    admin
        .createAcls(
            Arrays.stream(operations)
                .map(operation ->
                    new AclBinding(
                        resource,
                        new AccessControlEntry(who, "*", operation, AclPermissionType.ALLOW)))
                .toList())
        .all()
        .get();
  }
}
