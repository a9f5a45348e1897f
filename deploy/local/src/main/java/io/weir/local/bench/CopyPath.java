package io.weir.local.bench;

import io.weir.local.hub.HubConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The floor of {@link LatencyBench} and part of that of {@link TwinWriteBench}: Kafka, a Flink job
 * that only copies, Kafka.
 */
final class CopyPath implements AutoCloseable {
  private final BenchJob job;
  private final String in;
  private final String out;
  private final KafkaProducer<byte[], byte[]> producer;

  private CopyPath(BenchJob job, HubConfig config) {
    this.job = job;
    this.in = in(config);
    this.out = out(config);
    Properties properties = new Properties();
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, config.kafkaAddress());
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    this.producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Makes the topics and starts the job. */
  static CopyPath open(BenchHub hub) throws IOException, InterruptedException {
    HubConfig config = hub.config();
    try (BenchTopics topics = BenchTopics.of(config)) {
      topics.create(List.of(in(config), out(config)));
    }
    return new CopyPath(BenchJob.copy(hub, in(config), out(config)), config);
  }

  String outTopic() {
    return out;
  }

  void send(byte[] key, byte[] value) {
    var unused = producer.send(new ProducerRecord<>(in, key, value));
  }

  /** Sends at a pace; returns how many. */
  long keep(Pace pace, double seconds) throws IOException, InterruptedException {
    long number =
        pace.keep(
            seconds,
            (i, dueNanos) -> {
              byte[] key = {(byte) (i % Load.CONNECTIONS)};
              byte[] value = ByteBuffer.allocate(Load.PAYLOAD_BYTES).putLong(dueNanos).array();
              send(key, value);
            });
    producer.flush();
    return number;
  }

  private static String in(HubConfig config) {
    return config.hub() + ".bench.in";
  }

  private static String out(HubConfig config) {
    return config.hub() + ".bench.out";
  }

  @Override
  public void close() throws IOException {
    producer.close();
    job.close();
  }
}
