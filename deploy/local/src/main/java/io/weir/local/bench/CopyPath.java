package io.weir.local.bench;

import io.weir.local.components.FlinkComponents;
import io.weir.local.flink.FlinkClient;
import io.weir.local.hub.HubConfig;
import io.weir.local.jobs.JobArguments;
import io.weir.local.jobs.JobRunner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The floor of {@link LatencyBench} and part of that of {@link TwinWriteBench}: Kafka, a Flink job
 * that only copies, Kafka.
 */
final class CopyPath implements AutoCloseable {
  private static final String JOB = "io.weir.jobs.bench.CopyJob";
  private static final int PARTITIONS = 4;

  private final FlinkClient flink;
  private final String jobId;
  private final String in;
  private final String out;
  private final KafkaProducer<byte[], byte[]> producer;

  private CopyPath(FlinkClient flink, String jobId, HubConfig config) {
    this.flink = flink;
    this.jobId = jobId;
    this.in = in(config);
    this.out = out(config);
    Properties properties = new Properties();
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, config.kafkaAddress());
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    this.producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Makes the topics and submits the job, as wide as the routing job. */
  static CopyPath open(BenchHub hub) throws IOException, InterruptedException {
    HubConfig config = hub.config();
    createTopics(config, List.of(in(config), out(config)));
    String jobId = JobRunner.newJobId();
    new JobRunner(hub.flink(), hub.installation().jobs())
        .submit(
            jobId,
            JOB,
            JobArguments.of(config, hub.data(), FlinkComponents.parallelism()).toList(),
            Optional.empty());
    return new CopyPath(hub.flink(), jobId, config);
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

  private static void createTopics(HubConfig config, List<String> names)
      throws IOException, InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", config.kafkaAddress()))) {
      admin
          .createTopics(
              names.stream().map(name -> new NewTopic(name, PARTITIONS, (short) 1)).toList())
          .all()
          .get(30, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the floor's topics were not made: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    producer.close();
    flink.cancel(jobId, BenchHub.CANCEL_LIMIT);
  }
}
