package io.weir.jobs.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;

/** What Kafka says of topics. */
public final class KafkaTopics {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private KafkaTopics() {}

  /**
   * The topic's id and partitions.
   *
   * @throws ExecutionException when it does not exist, or Kafka refuses to tell
   * @throws TimeoutException when Kafka has no answer within ten seconds
   */
  public static TopicDescription describe(String kafka, String topic)
      throws ExecutionException, TimeoutException, InterruptedException {
    Map<String, Object> settings =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            kafka,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            (int) TIMEOUT.toMillis(),
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            (int) TIMEOUT.toMillis());
    try (Admin admin = Admin.create(settings)) {
      return admin
          .describeTopics(List.of(topic))
          .allTopicNames()
          .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
          .get(topic);
    }
  }
}
