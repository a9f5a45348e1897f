package io.weir.jobs.endpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.device.topic.Topics;
import io.weir.dsl.RuleSet;
import io.weir.dsl.endpoint.Delivery;
import io.weir.dsl.endpoint.Endpoint;
import io.weir.dsl.endpoint.KafkaEndpoint;
import io.weir.dsl.endpoint.WebhookEndpoint;
import io.weir.jobs.JobArguments;
import io.weir.jobs.endpoints.webhook.Receiver;
import io.weir.jobs.explain.MemoryExplanationStore;
import io.weir.jobs.explain.Notebook;
import io.weir.jobs.kafka.LocalKafka;
import io.weir.jobs.outbox.Letter;
import io.weir.jobs.outbox.Letters;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class OutboxesTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir private static Path directory;
  private static LocalKafka kafka;
  private static LocalKafka other;
  private static Producer<byte[], byte[]> producer;

  private final Topics topics = new Topics("hub");
  private final Receiver receiver;
  private final Outboxes outboxes;

  OutboxesTest() throws Exception {
    receiver = Receiver.http();
    JobArguments arguments =
        new JobArguments("hub", kafka.bootstrap(), List.of("c:1"), "dc", 1, false, false, "", "");
    outboxes =
        new Outboxes(
            new Share(0, 1),
            topics,
            new OutboxKafka(kafka.bootstrap(), "test"),
            new Senders(arguments),
            Clock.systemUTC(),
            Notebook.open(MemoryExplanationStore.UNREAD.open()));
  }

  @BeforeAll
  static void start() throws Exception {
    kafka = LocalKafka.start(directory.resolve("own"));
    other = LocalKafka.start(directory.resolve("other"));
    producer = kafka.producer();
  }

  @AfterAll
  static void stop() {
    producer.close();
    kafka.close();
    other.close();
  }

  @AfterEach
  void close() {
    outboxes.close();
    receiver.close();
  }

  @Test
  @DisplayName("The log's rules 14: a dead webhook stalls nobody; a name that comes back goes on")
  void deadWebhooksStallNobody() throws Exception {
    WebhookEndpoint good = webhook("good", receiver);
    try (Receiver down = Receiver.http()) {
      WebhookEndpoint dead = webhook("dead", down);
      down.answer(body -> 503);
      create(good);
      create(dead);
      outboxes.inForce(rules(good, dead));
      send("dead", Letters.numbered(1, 3));
      send("good", Letters.numbered(1, 3));
      awaitNumbers(receiver, 1, 2, 3);
      await().atMost(SOON).until(() -> down.requests().size() >= 2);
      outboxes.inForce(rules(good));
      assertThat(outboxes.running()).extracting(Outbox::name).containsExactly("good");
      send("dead", Letters.numbered(4, 1));
      send("good", Letters.numbered(4, 1));
      awaitNumbers(receiver, 1, 2, 3, 4);
    }
    try (Receiver back = Receiver.http()) {
      outboxes.inForce(rules(good, webhook("Dead", back)));
      awaitNumbers(back, 1, 2, 3, 4);
    }
    awaitNumbers(receiver, 1, 2, 3, 4);
  }

  @Test
  void anEndpointWaitsForItsOutbox() throws Exception {
    WebhookEndpoint late = webhook("late", receiver);
    outboxes.inForce(rules(late));
    await().atMost(SOON).until(() -> outboxes.running().iterator().next().counts().failures() > 0);
    create(late);
    send("late", Letters.numbered(1, 1));
    awaitNumbers(receiver, 1);
  }

  @Test
  @DisplayName("At least once to another cluster, without what the outbox adds")
  void anotherCluster() throws Exception {
    KafkaEndpoint endpoint = elsewhere("far", "far", Delivery.AT_LEAST_ONCE);
    create(endpoint);
    other.create(1, "far");
    outboxes.inForce(rules(endpoint));
    send("far", Letters.numbered(1, 5));
    send("far", Letters.numbered(3, 4));
    await().atMost(SOON).untilAsserted(() -> assertThat(bodies("far")).isEqualTo(numbers(1, 6)));
    assertThat(other.read("far").get(0).headers().toArray())
        .extracting(header -> header.key())
        .doesNotContain("weir-source")
        .contains("iothub-app-level", "content-type");
    assertThat(other.read("far").get(0).timestamp()).isEqualTo(Letters.TIME);
  }

  @Test
  @DisplayName("Exactly once to another cluster, through restarts and repeats")
  void exactlyOnce() throws Exception {
    KafkaEndpoint endpoint = elsewhere("once", "bills", Delivery.EXACTLY_ONCE);
    create(endpoint);
    other.create(1, "bills");
    for (int first = 1; first <= 601; first += 200) {
      outboxes.inForce(rules(endpoint));
      // Each round repeats the half of the one before.
      send("once", Letters.numbered(Math.max(1, first - 100), 300));
      await()
          .atMost(SOON)
          .until(() -> outboxes.running().iterator().next().counts().delivered() > 0);
      outboxes.inForce(RuleSet.EMPTY);
    }
    outboxes.inForce(rules(endpoint));
    await().atMost(SOON).until(() -> bodies("bills").size() >= 800);
    assertThat(bodies("bills")).isEqualTo(numbers(1, 800));
  }

  @Test
  @DisplayName("Exactly once: another topic goes on where the former ended")
  void exactlyOnceToAnotherTopic() throws Exception {
    KafkaEndpoint first = elsewhere("moved", "first", Delivery.EXACTLY_ONCE);
    create(first);
    other.create(1, "first", "second");
    outboxes.inForce(rules(first));
    send("moved", Letters.numbered(1, 3));
    await().atMost(SOON).until(() -> bodies("first").size() == 3);
    outboxes.inForce(rules(elsewhere("moved", "second", Delivery.EXACTLY_ONCE)));
    send("moved", Letters.numbered(4, 2));
    await().atMost(SOON).untilAsserted(() -> assertThat(bodies("second")).isEqualTo(numbers(4, 5)));
    outboxes.inForce(rules(first));
    send("moved", Letters.numbered(6, 1));
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(bodies("first"))
                    .containsExactly("{\"n\":1}", "{\"n\":2}", "{\"n\":3}", "{\"n\":6}"));
  }

  @Test
  @DisplayName("Exactly once: a message that the topic refuses is dead, the others are delivered")
  void exactlyOnceRefuses() throws Exception {
    KafkaEndpoint endpoint = elsewhere("strict", "strict", Delivery.EXACTLY_ONCE);
    create(endpoint);
    other.createNarrow("strict", 2_000);
    String large = "{\"n\":2,\"x\":\"" + "x".repeat(4_000) + "\"}";
    send(
        "strict",
        List.of(
            Letters.json(1, "{\"n\":1}"), Letters.json(2, large), Letters.json(3, "{\"n\":3}")));
    outboxes.inForce(rules(endpoint));
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(bodies("strict")).containsExactly("{\"n\":1}", "{\"n\":3}"));
    assertThat(kafka.read(topics.deadLetters("strict"))).hasSize(1);
  }

  private static WebhookEndpoint webhook(String name, Receiver to) {
    return new WebhookEndpoint(
        name, to.uri(), 100, Duration.ofMillis(10), Duration.ofSeconds(5), Optional.empty());
  }

  private static KafkaEndpoint elsewhere(String name, String topic, Delivery delivery) {
    return new KafkaEndpoint(
        name, topic, delivery, Optional.of(other.bootstrap()), Optional.empty());
  }

  private static RuleSet rules(Endpoint... endpoints) {
    return new RuleSet(List.of(endpoints), List.of(), List.of(), List.of(), true);
  }

  private void create(Endpoint endpoint) throws Exception {
    kafka.create(1, topics.neededBy(endpoint).toArray(String[]::new));
  }

  private void send(String name, List<Letter> letters) throws Exception {
    for (Letter letter : letters) {
      var unused =
          producer.send(
              new ProducerRecord<>(
                  topics.outbox(name),
                  0,
                  letter.message().timestamp(),
                  letter.message().key(),
                  letter.message().value(),
                  letter.message().headers()));
    }
    producer.flush();
  }

  private static void awaitNumbers(Receiver at, Integer... numbers) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(at.requests().stream().flatMap(request -> request.numbers().stream()))
                    .containsExactly(numbers));
  }

  private static List<String> bodies(String topic) {
    return other.read(topic).stream()
        .map(message -> new String(message.value(), StandardCharsets.UTF_8))
        .toList();
  }

  private static List<String> numbers(long first, long last) {
    return Stream.iterate(first, n -> n <= last, n -> n + 1).map(n -> "{\"n\":" + n + "}").toList();
  }
}
