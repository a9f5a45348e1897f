package io.weir.local.bench;

import io.weir.device.topic.Topics;
import io.weir.local.CommandFailure;
import io.weir.local.client.RulesClient;
import io.weir.local.hub.HubConfig;
import io.weir.local.hub.HubState;
import io.weir.local.jobs.HubJob;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * {@code routing}: messages a second that the routing job takes from {@code telemetry} by
 * {@linkplain Machines a hundred routes}; the floor is a Flink job that copies the same topic to
 * another. Both write each message once and byte for byte, so that they write the same bytes. They
 * work off the same backlog on the same cluster, in turns, and each is measured when it is warm.
 */
final class RoutingBench {
  private static final int DIFFERENT_MESSAGES = 4_096;
  private static final int WARM_UP = 1_000_000;
  private static final int MEASURED = 600_000;

  /** Partitions are not equally long: none may be empty before all is measured. */
  private static final int BACKLOG = WARM_UP + MEASURED + 120_000;

  private static final int TURNS = 3;

  private final Consumer<HubState> progress;

  RoutingBench(Consumer<HubState> progress) {
    this.progress = progress;
  }

  BenchResult run(BenchHub hub) throws IOException, InterruptedException {
    hub.up(progress);
    HubConfig config = hub.config();
    Topics names = new Topics(config.hub());
    String telemetry = names.telemetry();
    List<String> endpoints = Machines.topics();
    List<String> routed =
        Stream.concat(endpoints.stream(), Stream.of(names.messagesEvents())).toList();
    String copied = config.hub() + ".bench.out";
    try (BenchTopics topics = BenchTopics.of(config)) {
      topics.create(endpoints);
      topics.create(List.of(copied));
      apply(hub);
      hub.stopRouting();
      fill(config, telemetry);
      Way routing = new Way(topics, routed, () -> BenchJob.routing(hub));
      Way copy = new Way(topics, List.of(copied), () -> BenchJob.copy(hub, telemetry, copied));
      for (int turn = 0; turn < TURNS; turn++) {
        copy.measure();
        topics.rewind(HubJob.ROUTING.nameIn(config.hub()), telemetry);
        routing.measure();
      }
      checkRouted(topics.written(endpoints));
      return result(routing.rates, copy.rates);
    }
  }

  /** A job, and how fast it was in each turn. */
  private static final class Way {
    private final Drain drain;
    private final Drain.Start job;
    private final Rates rates = new Rates();

    private Way(BenchTopics topics, List<String> out, Drain.Start job) {
      this.drain = new Drain(topics, out);
      this.job = job;
    }

    private void measure() throws IOException, InterruptedException {
      rates.add(drain.rate(job, WARM_UP, MEASURED));
    }
  }

  private static void apply(BenchHub hub) {
    RulesClient.of(hub.address())
        .apply(Machines.rules(), OptionalLong.empty(), Optional.empty())
        .orThrow();
  }

  private static void fill(HubConfig config, String topic) {
    Properties properties = new Properties();
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, config.kafkaAddress());
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    List<MachineMessage> messages = Machines.messages(DIFFERENT_MESSAGES);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < BACKLOG; i++) {
        var unused = producer.send(messages.get(i % DIFFERENT_MESSAGES).record(topic));
      }
    }
  }

  /** By no rules all would have gone to the built-in endpoint, and nothing would be measured. */
  private static void checkRouted(Map<String, Long> written) {
    if (written.containsValue(0L)) {
      throw new CommandFailure("the routes took no messages: " + written);
    }
  }

  private static BenchResult result(Rates routing, Rates copy) {
    Map<String, Double> more = new LinkedHashMap<>();
    more.put("spread", routing.spread());
    more.put("floorSpread", copy.spread());
    more.put("turns", (double) TURNS);
    more.put("messages", (double) MEASURED);
    return new BenchResult(
        "routing",
        routing.median(),
        "messages/s by 100 routes",
        copy.median(),
        "a Flink job that copies the same topic",
        "ratio 0.8",
        more);
  }
}
