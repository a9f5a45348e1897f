package io.weir.local.topics;

import io.weir.device.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The hub's own topics as a local hub makes them: one broker, so one replica. Partition counts are
 * for good: that of {@code device-commands} must never change (docs/architecture.md, "The log's
 * rules" 1).
 */
final class TopicPlan {
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Duration HOUR = Duration.ofHours(1);

  /** A rule file of a mebibyte, whose line ends and quotes take two bytes in JSON, and more. */
  private static final String MAX_COMMAND_BYTES = Integer.toString(4 * 1024 * 1024);

  /**
   * Whatever came as a command must fit as rules, and a twin whose every key has metadata as an
   * answer.
   */
  private static final String MAX_ANSWER_BYTES = Integer.toString(5 * 1024 * 1024);

  private TopicPlan() {}

  static List<NewTopic> of(Topics topics) {
    return List.of(
        topic(topics.telemetry(), 4, Map.of(), WEEK),
        // Kept for good: a savepoint of any age must find its offset.
        topic(topics.deviceCommands(), 8, commands(), Duration.ofMillis(-1)),
        topic(topics.deviceEvents(), 4, Map.of(), WEEK),
        topic(topics.identityChanges(), 1, shortLived(), HOUR),
        topic(topics.edge(), 16, answers(), HOUR),
        topic(
            topics.rules(),
            1,
            Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_COMPACT,
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                MAX_ANSWER_BYTES),
            Duration.ofMillis(-1)),
        topic(topics.operations(), 1, Map.of(), WEEK),
        topic(topics.messagesEvents(), 4, Map.of(), WEEK));
  }

  private static NewTopic topic(
      String name, int partitions, Map<String, String> settings, Duration retention) {
    Map<String, String> all = new TreeMap<>(settings);
    all.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis()));
    return new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(all);
  }

  private static Map<String, String> commands() {
    return Map.of(
        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
        "LogAppendTime",
        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
        MAX_COMMAND_BYTES);
  }

  private static Map<String, String> answers() {
    Map<String, String> settings = new TreeMap<>(shortLived());
    settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, MAX_ANSWER_BYTES);
    return settings;
  }

  private static Map<String, String> shortLived() {
    return Map.of(
        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
        "LogAppendTime",
        TopicConfig.SEGMENT_BYTES_CONFIG,
        Integer.toString(16 * 1024 * 1024));
  }
}
