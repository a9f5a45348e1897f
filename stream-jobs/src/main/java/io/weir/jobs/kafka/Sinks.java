package io.weir.jobs.kafka;

import java.util.Properties;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Kafka sinks to the topics that the records name. */
public final class Sinks {

  private Sinks() {}

  /**
   * An at-least-once sink that keeps each key's order.
   *
   * <p>The producer is idempotent and never gives up on a batch: were one to expire while a later
   * one went on, readers that keep the highest position would drop the first one's repeat
   * (docs/architecture.md, "The log's rules" 4).
   *
   * <p>It sends one request at a time and does not linger: a batch is what came while the last one
   * was on its way. So a quiet job waits for nothing, and a busy one sends few, large requests.
   *
   * @param batchBytes of one partition in one request, at most
   */
  public static KafkaSink<OutboundRecord> atLeastOnce(
      String kafka, String clientId, int batchBytes) {
    return KafkaSink.<OutboundRecord>builder()
        .setBootstrapServers(kafka)
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .setKafkaProducerConfig(producer(clientId, batchBytes))
        .setRecordSerializer(new Addressed())
        .build();
  }

  static Properties producer(String clientId, int batchBytes) {
    Properties producer = new Properties();
    producer.setProperty(ProducerConfig.CLIENT_ID_CONFIG, clientId);
    producer.setProperty(ProducerConfig.ACKS_CONFIG, "all");
    producer.setProperty(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    producer.setProperty(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1");
    producer.setProperty(ProducerConfig.LINGER_MS_CONFIG, "0");
    producer.setProperty(ProducerConfig.BATCH_SIZE_CONFIG, Integer.toString(batchBytes));
    producer.setProperty(
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.toString(Integer.MAX_VALUE));
    // more than the largest command, which may come back as rules
    producer.setProperty(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(5 * 1024 * 1024));
    producer.setProperty(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000");
    producer.setProperty(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "500");
    return producer;
  }

  private static final class Addressed implements KafkaRecordSerializationSchema<OutboundRecord> {

    private static final long serialVersionUID = 1L;

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        OutboundRecord record, KafkaSinkContext context, Long timestamp) {
      return new ProducerRecord<>(
          record.topic(),
          record.partition(),
          record.timestamp(),
          record.key(),
          record.value(),
          record.headers());
    }
  }
}
