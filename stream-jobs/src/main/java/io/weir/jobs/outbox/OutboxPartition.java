package io.weir.jobs.outbox;

import org.apache.kafka.common.TopicPartition;

/**
 * One partition of an outbox.
 *
 * @param id Kafka's id of the topic
 */
public record OutboxPartition(String topic, String id, int number) {

  public TopicPartition topicPartition() {
    return new TopicPartition(topic, number);
  }

  @Override
  public String toString() {
    return topic + "-" + number;
  }
}
