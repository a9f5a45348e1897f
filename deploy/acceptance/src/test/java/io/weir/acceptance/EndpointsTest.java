package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.weir.acceptance.ServiceApi.Device;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Endpoints that have a sender, on the running hub. */
@HubTest
@Order(55)
class EndpointsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Hub hub = Hub.shared();
  private final ServiceApi service = new ServiceApi(hub);

  @AfterAll
  static void removeRoutes() {
    Rules.apply(Hub.shared(), "none.weir", "fallback on\n");
  }

  @Test
  @DisplayName(
      "ROUTE-15: a webhook that is down stalls nobody, loses nothing, and is seen to be so")
  void webhook() throws Exception {
    Device device = service.createDevice("endpoints-hook");
    try (Hook hook = new Hook()) {
      Rules.apply(
          hub,
          "hook.weir",
          """
          endpoint desk webhook { url = '%s', batch = 5 }
          endpoint beside kafka { topic = 'endpoints-beside' }

          route both
            from DeviceMessages
            where true
            to desk, beside
          """
              .formatted(hook.url()));
      hook.answer(503);
      send(device, 1, 20);
      try (EventLog log = EventLog.of(hub, "endpoints-beside")) {
        assertThat(
                log.sequences(
                    Set.of(device.id()),
                    seen -> seen.getOrDefault(device.id(), List.of()).size() >= 20,
                    PATIENCE))
            .containsEntry(device.id(), LongStream.rangeClosed(1, 20).boxed().toList());
      }
      await(() -> state("desk").equals("unhealthy"));
      assertThat(hook.taken()).isEmpty();
      hook.answer(200);
      await(() -> hook.taken().size() >= 20);
      assertThat(hook.taken())
          .containsExactlyElementsOf(LongStream.rangeClosed(1, 20).boxed().toList());
      await(() -> !state("desk").equals("unhealthy"));
      await(() -> endpoint("desk").path("delivered").asLong() >= 20);
      assertThat(hub.weir("endpoints", "list").succeeded().stdout())
          .contains("ENDPOINT", "desk", "webhook", "beside");
    }
  }

  @Test
  @DisplayName("ROUTE-12, ROUTE-16: messages are lines of files below the hub's directory")
  void files() throws Exception {
    Device device = service.createDevice("endpoints-files");
    Rules.apply(
        hub,
        "files.weir",
        """
        endpoint archive files { path = 'endpoints', format = 'json', roll = 1 second }

        route all
          from DeviceMessages
          where true
          to archive
        """);
    send(device, 1, 10);
    Path folder = hub.dataDirectory().resolve("files/endpoints");
    await(() -> lines(folder).size() >= 10);
    assertThat(lines(folder).stream().map(Json::parse))
        .allSatisfy(
            line ->
                assertThat(line.at("/SystemProperties/connectionDeviceId").asText())
                    .isEqualTo(device.id()))
        .extracting(line -> line.at("/Body/sequence").asLong())
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, 10).boxed().toList());
  }

  @Test
  @DisplayName("Exactly once to Kafka through a TaskManager's death: none twice, none lost")
  void exactlyOnce() throws Exception {
    Device device = service.createDevice("endpoints-once");
    Rules.apply(
        hub,
        "once.weir",
        """
        endpoint bills kafka { topic = 'endpoints-bills', delivery = 'exactly-once' }

        route all
          from DeviceMessages
          where true
          to bills
        """);
    send(device, 1, 200);
    hub.kill("taskmanager");
    send(device, 201, 400);
    hub.awaitReady();
    send(device, 401, 500);
    await(() -> committed("endpoints-bills", device.id()).size() >= 500);
    assertThat(committed("endpoints-bills", device.id()))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 500).boxed().toList());
  }

  private void send(Device device, int first, int last) throws Exception {
    try (MqttSocket connection = MqttSocket.connected(hub, Trust.inHub(hub), device)) {
      for (int sequence = first; sequence <= last; sequence++) {
        connection.publishAndWait(
            MqttSocket.eventsTopic(device.id()) + "$.ct=application%2Fjson&$.ce=utf-8",
            ("{\"sequence\":" + sequence + "}").getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private JsonNode endpoint(String name) {
    for (JsonNode endpoint :
        Json.parse(hub.weir("endpoints", "list", "-o", "json").succeeded().stdout())
            .path("endpoints")) {
      if (endpoint.path("name").asText().equals(name)) {
        return endpoint;
      }
    }
    throw new AssertionError("no endpoint " + name);
  }

  private String state(String name) {
    return endpoint(name).path("state").asText();
  }

  private static List<String> lines(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      List<String> lines = new ArrayList<>();
      for (Path file : files.filter(path -> path.toString().endsWith(".json")).toList()) {
        lines.addAll(Files.readAllLines(file));
      }
      return lines;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The sequence numbers of the device's committed records. */
  private List<Long> committed(String topic, String device) {
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                hub.kafka(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed"),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<Long> found = new ArrayList<>();
      while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          if (device.equals(record.key())) {
            found.add(
                Json.parse(new String(record.value(), StandardCharsets.UTF_8))
                    .path("sequence")
                    .asLong());
          }
        }
      }
      return found;
    }
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(250)).until(condition);
  }

  /** A receiver on this machine. */
  private static final class Hook implements AutoCloseable {
    private final HttpServer server;
    private final List<Long> taken = new ArrayList<>();
    private volatile int status = 200;

    Hook() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", this::handle);
      server.start();
    }

    String url() {
      return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    void answer(int now) {
      status = now;
    }

    /** The sequence numbers of what was taken, each once, in their order. */
    synchronized List<Long> taken() {
      return taken.stream().distinct().toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
      JsonNode messages =
          Json.parse(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      int answer = status;
      if (answer == 200) {
        synchronized (this) {
          messages.forEach(message -> taken.add(message.at("/body/sequence").asLong()));
        }
      }
      exchange.sendResponseHeaders(answer, -1);
      exchange.close();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
