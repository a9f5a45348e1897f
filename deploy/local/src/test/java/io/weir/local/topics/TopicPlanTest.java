package io.weir.local.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.topic.Topics;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicPlanTest {

  @ParameterizedTest
  @ValueSource(strings = {"hub.device-commands", "hub.edge", "hub.identity-changes"})
  @DisplayName("The log's rules 2: the broker's clock is the log's, no writer's")
  void theBrokerTellsTheTime(String topic) {
    assertThat(settings(topic))
        .containsEntry(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
  }

  @Test
  @DisplayName("The log's rules 13: commands outlive every checkpoint that may be restored")
  void commandsAreKept() {
    assertThat(settings("hub.device-commands"))
        .containsEntry(TopicConfig.RETENTION_MS_CONFIG, "-1")
        .doesNotContainKey(TopicConfig.CLEANUP_POLICY_CONFIG);
  }

  @Test
  @DisplayName("The log's rules 1: the partition count of device-commands is 8, for good")
  void partitionsNeverChange() {
    assertThat(topic("hub.device-commands").numPartitions()).isEqualTo(8);
  }

  @Test
  @DisplayName("The log's rules 7: identity-changes has one partition, which every node reads")
  void identityChangesHasOneOrder() {
    assertThat(topic("hub.identity-changes").numPartitions()).isEqualTo(1);
  }

  private static Map<String, String> settings(String topic) {
    return topic(topic).configs();
  }

  private static NewTopic topic(String name) {
    return TopicPlan.of(new Topics("hub")).stream()
        .filter(topic -> topic.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
