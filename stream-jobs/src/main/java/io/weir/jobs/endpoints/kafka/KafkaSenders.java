package io.weir.jobs.endpoints.kafka;

import io.weir.dsl.endpoint.Delivery;
import io.weir.dsl.endpoint.KafkaEndpoint;
import io.weir.jobs.endpoints.Secrets;
import io.weir.jobs.outbox.OutboxPartition;
import io.weir.jobs.outbox.Sender;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Opens the senders of a Kafka topic that the routing job does not write itself.
 *
 * @param ownKafka the hub's bootstrap servers, for an endpoint that names no others
 */
public record KafkaSenders(KafkaEndpoint endpoint, String ownKafka, Secrets secrets)
    implements Sender.Factory {

  private static final String TIMEOUT_MILLIS = "10000";
  private static final String DELIVERY_MILLIS = "30000";

  @Override
  public Sender open(OutboxPartition partition) throws IOException {
    Properties client = client();
    if (endpoint.delivery() == Delivery.AT_LEAST_ONCE) {
      return new PlainSender(producer(client), endpoint.topic());
    }
    KafkaProducer<byte[], byte[]> producer = transactional(client, partition);
    try {
      return new TransactionalSender(
          producer,
          endpoint.topic(),
          new TargetOffsets(group(client, partition), endpoint.topic()));
    } catch (RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  private static KafkaProducer<byte[], byte[]> transactional(
      Properties client, OutboxPartition partition) {
    Properties properties = new Properties();
    properties.putAll(client);
    properties.setProperty(ProducerConfig.TRANSACTIONAL_ID_CONFIG, partition.toString());
    KafkaProducer<byte[], byte[]> producer = producer(properties);
    try {
      // Ends what a former sender of this id has begun, and lets it begin nothing more.
      producer.initTransactions();
      return producer;
    } catch (RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  private static KafkaConsumer<byte[], byte[]> group(Properties client, OutboxPartition partition) {
    Properties consumer = new Properties();
    consumer.putAll(client);
    consumer.setProperty(ConsumerConfig.GROUP_ID_CONFIG, partition.toString());
    consumer.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    consumer.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    consumer.setProperty(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    return new KafkaConsumer<>(consumer, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private Properties client() throws IOException {
    Properties client = new Properties();
    if (endpoint.secret().isPresent()) {
      client.load(new StringReader(secrets.read(endpoint.secret().get())));
    }
    client.setProperty(
        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, endpoint.bootstrap().orElse(ownKafka));
    client.setProperty(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, "500");
    client.setProperty(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    return client;
  }

  private static KafkaProducer<byte[], byte[]> producer(Properties client) {
    Properties producer = new Properties();
    producer.putAll(client);
    producer.setProperty(ProducerConfig.ACKS_CONFIG, "all");
    producer.setProperty(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    producer.setProperty(ProducerConfig.LINGER_MS_CONFIG, "0");
    producer.setProperty(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT_MILLIS);
    producer.setProperty(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS);
    return new KafkaProducer<>(producer, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
