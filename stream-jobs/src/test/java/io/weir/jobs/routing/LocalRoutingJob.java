package io.weir.jobs.routing;

import static org.awaitility.Awaitility.await;

import io.weir.device.codec.Codecs;
import io.weir.device.state.RulesVersion;
import io.weir.device.topic.Topics;
import io.weir.jobs.JobArguments;
import io.weir.jobs.JobEnvironment;
import io.weir.jobs.JobGraphs;
import io.weir.jobs.explain.MemoryExplanationStore;
import io.weir.jobs.kafka.LocalKafka;
import io.weir.jobs.kafka.OutboundRecord;
import io.weir.jobs.shadow.MemoryShadowStore;
import io.weir.jobs.twins.ScriptedTwins;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The routing job as it is submitted, in a Flink cluster of this process, with a Kafka broker.
 * There is no Cassandra: its rules must not look at twins.
 */
final class LocalRoutingJob implements AutoCloseable {

  private static final Topics TOPICS = new Topics("hub");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final LocalKafka kafka;
  private final Producer<byte[], byte[]> producer;
  private final InMemoryReporter metrics = InMemoryReporter.create();
  private final MiniCluster cluster;
  private final JobID job;
  private final Path savepoints;
  private final Map<Sources, Long> sent = new EnumMap<>(Sources.class);
  private long version;

  private LocalRoutingJob(Path directory) throws Exception {
    savepoints = directory.resolve("savepoints");
    kafka = LocalKafka.start(directory.resolve("kafka"));
    kafka.create(
        1,
        TOPICS.telemetry(),
        TOPICS.deviceEvents(),
        TOPICS.rules(),
        TOPICS.operations(),
        TOPICS.messagesEvents());
    producer = kafka.producer();
    cluster = new MiniCluster(cluster(metrics));
    cluster.start();
    job = cluster.submitJob(graph()).get().getJobID();
    for (Sources kind : Sources.values()) {
      sent.put(kind, 0L);
      await("the start").atMost(PATIENCE).until(() -> metric(kind, "rulesVersion") != null);
    }
  }

  /**
   * @param directory of Kafka's log and of the job's savepoint
   */
  static LocalRoutingJob start(Path directory) throws Exception {
    return new LocalRoutingJob(directory);
  }

  private static MiniClusterConfiguration cluster(InMemoryReporter metrics) {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.ADDRESS, "127.0.0.1");
    configuration.set(RestOptions.BIND_PORT, "0");
    metrics.addToConfiguration(configuration);
    return new MiniClusterConfiguration.Builder().setConfiguration(configuration).build();
  }

  private JobGraph graph() {
    JobArguments given = JobGraphs.ARGUMENTS;
    JobArguments arguments =
        new JobArguments(
            given.hub(),
            kafka.bootstrap(),
            given.cassandra(),
            given.datacenter(),
            1,
            given.force(),
            given.rebuild(),
            given.files(),
            given.secrets());
    StreamExecutionEnvironment environment =
        JobEnvironment.create(arguments, "hashmap", Duration.ofMillis(1));
    RoutingStores stores =
        new RoutingStores(
            new ScriptedTwins().factory(), MemoryShadowStore.NONE, MemoryExplanationStore.UNREAD);
    RoutingJob.define(environment, arguments, stores);
    return environment.getStreamGraph().getJobGraph();
  }

  /** Publishes rules, and does not wait for what becomes of them; gives their version. */
  long publish(String rules) throws Exception {
    version++;
    byte[] key = Topics.RULES_IN_FORCE.getBytes(StandardCharsets.UTF_8);
    byte[] value = Codecs.RULES.encode(new RulesVersion(version, rules, 0));
    producer.send(new ProducerRecord<>(TOPICS.rules(), key, value)).get();
    return version;
  }

  /** Puts rules in force. */
  void apply(String rules) throws Exception {
    long applied = publish(rules);
    for (Sources kind : Sources.values()) {
      awaitValue(kind, "rulesVersion", applied);
    }
  }

  /** Sends a message; returns when the rules in force have judged it, or are about to. */
  void send(Sources kind, TelemetryRecord record) throws Exception {
    producer
        .send(
            new ProducerRecord<>(
                kind.topicOf(TOPICS), null, record.key(), record.value(), record.headers()))
        .get();
    awaitValue(kind, "numRecordsIn", sent.merge(kind, 1L, Long::sum));
  }

  /** Stops the job, which writes out first what it holds, and gives all that it wrote. */
  List<OutboundRecord> finish(String... topics) throws Exception {
    cluster
        .stopWithSavepoint(
            job,
            savepoints.toUri().toString(),
            /* terminate= */ false,
            SavepointFormatType.CANONICAL)
        .get();
    return List.of(topics).stream()
        .flatMap(topic -> kafka.read(topic).stream())
        .map(
            record ->
                new OutboundRecord(
                    record.topic(),
                    record.partition(),
                    record.timestamp(),
                    record.key(),
                    record.value(),
                    record.headers()))
        .toList();
  }

  private void awaitValue(Sources kind, String name, long expected) {
    Metric metric = metric(kind, name);
    await(name)
        .atMost(PATIENCE)
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> value(metric) == expected);
  }

  private static long value(Metric metric) {
    return metric instanceof Gauge<?> gauge
        ? ((Number) gauge.getValue()).longValue()
        : ((Counter) metric).getCount();
  }

  /** A metric of the routing operator of a chain; null while there is none. */
  private Metric metric(Sources kind, String name) {
    String operator = kind == Sources.TELEMETRY ? "routing" : "routing-events";
    return metrics.getMetricsByIdentifiers(job).entrySet().stream()
        .filter(entry -> entry.getKey().endsWith("." + operator + ".0." + name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  @Override
  public void close() {
    producer.close();
    cluster.closeAsync().join();
    kafka.close();
  }
}
