package io.weir.local.bench;

import io.weir.device.topic.Topics;
import io.weir.dsl.EventsEndpoint;
import io.weir.local.client.KafkaReader;
import io.weir.local.demo.EndpointWatch;
import io.weir.local.demo.Ledger;
import io.weir.local.fleet.Fleet;
import io.weir.local.fleet.FleetListener;
import io.weir.local.fleet.FleetMessage;
import io.weir.local.fleet.MqttTarget;
import io.weir.local.fleet.PlantSignal;
import io.weir.local.flink.FlinkClient;
import io.weir.local.hub.HubConfig;
import io.weir.local.hub.HubState;
import io.weir.local.jobs.JobRunner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * {@code latency}: from a device's publish until the message is visible in the built-in endpoint,
 * at 1,000 messages a second; the floor is a Flink job that copies one topic to another.
 */
final class LatencyBench {
  private static final int DEVICES = 50;
  private static final double RATE = 1_000;
  private static final double WARM_UP_SECONDS = 10;
  private static final long HIGHEST_MICROS = 300_000_000;
  private static final int PAYLOAD_BYTES = 200;
  private static final String COPY_JOB = "io.weir.jobs.bench.CopyJob";

  private final double seconds;
  private final Consumer<HubState> progress;

  LatencyBench(double seconds, Consumer<HubState> progress) {
    this.seconds = seconds;
    this.progress = progress;
  }

  BenchResult run(BenchHub hub) throws IOException, InterruptedException {
    hub.up(progress);
    Histogram whole = throughHub(hub);
    hub.stopRouting();
    Histogram floor = throughCopy(hub);
    Map<String, Double> more = new LinkedHashMap<>();
    more.put("p99", millis(whole, 99));
    more.put("floorP99", millis(floor, 99));
    more.put("ratioP99", millis(whole, 99) / millis(floor, 99));
    more.put("rate", RATE);
    more.put("messages", (double) whole.getTotalCount());
    more.put("seconds", seconds);
    return new BenchResult(
        "latency",
        millis(whole, 50),
        "ms at p50",
        millis(floor, 50),
        "Kafka to a Flink copy to Kafka",
        "ratio 1.5 at p50, 2 at p99",
        more);
  }

  private static double millis(Histogram histogram, double percentile) {
    return histogram.getValueAtPercentile(percentile) / 1e3;
  }

  private Histogram throughHub(BenchHub hub) throws InterruptedException {
    HubConfig config = hub.config();
    Ledger ledger = new Ledger(Set.of());
    FleetListener listener =
        new FleetListener() {
          @Override
          public void sending(FleetMessage message) {
            ledger.sending(message.id(), Set.of(EventsEndpoint.NAME), System.nanoTime());
          }

          @Override
          public void acknowledged(FleetMessage message) {}

          @Override
          public void failed(FleetMessage message) {}
        };
    Map<String, String> topics =
        Map.of(new Topics(config.hub()).messagesEvents(), EventsEndpoint.NAME);
    try (EndpointWatch watch = new EndpointWatch(config.kafkaAddress(), topics, "", ledger);
        Fleet fleet =
            new Fleet(
                MqttTarget.of(hub.address(), config.ports().mqtt()),
                hub.devices(DEVICES),
                number -> new PlantSignal("bench", number, 1),
                listener)) {
      fleet.connect();
      fleet.send(RATE, WARM_UP_SECONDS, () -> false);
      fleet.awaitAcknowledgements(30);
      Thread.sleep(1_000);
      watch.latencies();
      fleet.send(RATE, seconds, () -> false);
      fleet.awaitAcknowledgements(30);
      Thread.sleep(2_000);
      watch.check();
      return watch.latencies();
    }
  }

  private Histogram throughCopy(BenchHub hub) throws IOException, InterruptedException {
    HubConfig config = hub.config();
    String in = config.hub() + ".bench.in";
    String out = config.hub() + ".bench.out";
    createTopics(config, List.of(in, out));
    FlinkClient flink = hub.flink();
    String jobId = JobRunner.newJobId();
    new JobRunner(flink, hub.installation().jobs())
        .submit(
            jobId,
            COPY_JOB,
            List.of(
                "--hub",
                config.hub(),
                "--kafka",
                config.kafkaAddress(),
                "--cassandra",
                config.cassandraAddress(),
                "--datacenter",
                "datacenter1"),
            Optional.empty());
    try {
      return copied(config, in, out);
    } finally {
      flink.cancel(jobId, BenchHub.CANCEL_LIMIT);
    }
  }

  private static void createTopics(HubConfig config, List<String> names)
      throws IOException, InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", config.kafkaAddress()))) {
      admin
          .createTopics(names.stream().map(name -> new NewTopic(name, 4, (short) 1)).toList())
          .all()
          .get(30, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the floor's topics were not made: " + e.getMessage(), e);
    }
  }

  private Histogram copied(HubConfig config, String in, String out) throws InterruptedException {
    Recorder recorder = new Recorder(HIGHEST_MICROS, 3);
    AtomicBoolean stopped = new AtomicBoolean();
    Properties properties = new Properties();
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, config.kafkaAddress());
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    try (KafkaReader reader = KafkaReader.open(config.kafkaAddress(), List.of(out), false);
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      Thread thread = new Thread(() -> read(reader, recorder, stopped), "weir-bench-copy");
      thread.setDaemon(true);
      thread.start();
      try {
        produce(producer, in, WARM_UP_SECONDS);
        Thread.sleep(1_000);
        recorder.reset();
        produce(producer, in, seconds);
        Thread.sleep(2_000);
        return recorder.getIntervalHistogram();
      } finally {
        stopped.set(true);
        thread.join(5_000);
      }
    }
  }

  private static void read(KafkaReader reader, Recorder recorder, AtomicBoolean stopped) {
    while (!stopped.get()) {
      for (ConsumerRecord<byte[], byte[]> message : reader.poll(Duration.ofMillis(100))) {
        long micros = (System.nanoTime() - ByteBuffer.wrap(message.value()).getLong()) / 1_000;
        recorder.recordValue(Math.max(0, Math.min(HIGHEST_MICROS, micros)));
      }
    }
  }

  private static void produce(KafkaProducer<byte[], byte[]> producer, String topic, double seconds)
      throws InterruptedException {
    long begun = System.nanoTime();
    long sent = 0;
    while (true) {
      double elapsed = Math.min(seconds, (System.nanoTime() - begun) / 1e9);
      for (long due = (long) (RATE * elapsed); sent < due; sent++) {
        byte[] key = {(byte) (sent % DEVICES)};
        byte[] value = ByteBuffer.allocate(PAYLOAD_BYTES).putLong(System.nanoTime()).array();
        var unused = producer.send(new ProducerRecord<>(topic, key, value));
      }
      if (elapsed >= seconds) {
        producer.flush();
        return;
      }
      Thread.sleep(5);
    }
  }
}
