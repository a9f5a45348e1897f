package io.weir.jobs.devices;

import io.weir.device.store.LogTopic;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;

/** Finds the topic that commands come from; travels to the task. */
interface LogTopics extends Serializable {

  /**
   * The topic as it is now.
   *
   * @throws IllegalStateException when it cannot be found; the task restarts
   */
  LogTopic find() throws InterruptedException;

  /** Asks Kafka. */
  record OfKafka(String kafka, String topic) implements LogTopics {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Override
    public LogTopic find() throws InterruptedException {
      Map<String, Object> settings =
          Map.of(
              AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
              kafka,
              AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
              (int) TIMEOUT.toMillis(),
              AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
              (int) TIMEOUT.toMillis());
      try (Admin admin = Admin.create(settings)) {
        TopicDescription found =
            admin
                .describeTopics(List.of(topic))
                .allTopicNames()
                .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .get(topic);
        return new LogTopic(found.topicId().toString(), found.partitions().size());
      } catch (ExecutionException | TimeoutException e) {
        throw new IllegalStateException(topic + ": not described (expected: described)", e);
      }
    }
  }
}
