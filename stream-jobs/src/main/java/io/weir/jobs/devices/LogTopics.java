package io.weir.jobs.devices;

import io.weir.device.store.LogTopic;
import io.weir.jobs.kafka.KafkaTopics;
import java.io.Serializable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
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

    @Override
    public LogTopic find() throws InterruptedException {
      try {
        TopicDescription found = KafkaTopics.describe(kafka, topic);
        return new LogTopic(found.topicId().toString(), found.partitions().size());
      } catch (ExecutionException | TimeoutException e) {
        throw new IllegalStateException(topic + ": not described (expected: described)", e);
      }
    }
  }
}
