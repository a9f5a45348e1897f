package io.weir.jobs.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.device.endpoint.EndpointState;
import io.weir.jobs.explain.Explained;
import io.weir.jobs.kafka.LocalKafka;
import io.weir.jobs.kafka.SourcePosition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LaneTest {

  private static final BackOff QUICK =
      new BackOff(Duration.ofMillis(1), Duration.ofMillis(5), () -> 1);

  @TempDir private static Path directory;
  private static LocalKafka kafka;
  private static Producer<byte[], byte[]> producer;

  private final String outbox = "outbox-" + UUID.randomUUID();
  private final String dead = outbox + "-dead";
  private final OutboxPartition partition = new OutboxPartition(outbox, "id", 0);
  private final ScriptedSender sender = new ScriptedSender();
  private final List<String> answers = new CopyOnWriteArrayList<>();
  private LaneLog log;
  private Thread thread;

  @BeforeAll
  static void start() throws Exception {
    kafka = LocalKafka.start(directory);
    producer = kafka.producer();
  }

  @AfterAll
  static void stop() {
    producer.close();
    kafka.close();
  }

  @BeforeEach
  void topics() throws Exception {
    kafka.create(1, outbox, dead);
  }

  @AfterEach
  void end() throws InterruptedException {
    if (thread != null) {
      thread.interrupt();
      thread.join(10_000);
      assertThat(thread.isAlive()).isFalse();
    }
  }

  @Test
  @DisplayName(
      "The log's rules 4: in order, repeats of the routing job dropped, also after a start")
  void dropsRepeats() throws Exception {
    send("a", 1);
    send("b", 2);
    send("a", 1);
    send("c", 3);
    open();
    awaitDelivered("a", "b", "c");
    await().until(() -> log.counts().lag() == 0);
    end();
    send("b", 2);
    send("c", 3);
    send("d", 4);
    open();
    awaitDelivered("a", "b", "c", "d");
    await().untilAsserted(() -> assertThat(log.counts().delivered()).isEqualTo(1));
  }

  @Test
  @DisplayName("A message that the endpoint refuses goes to its dead letters, with the reason")
  void deadLetters() throws Exception {
    send("a", 1);
    send("bad", 2);
    send("c", 3);
    open();
    awaitDelivered("a", "c");
    await().untilAsserted(() -> assertThat(log.counts().deadLettered()).isEqualTo(1));
    List<ConsumerRecord<byte[], byte[]>> letters = kafka.read(dead);
    assertThat(letters).hasSize(1);
    ConsumerRecord<byte[], byte[]> letter = letters.get(0);
    assertThat(letter.value()).isEqualTo("bad".getBytes(StandardCharsets.UTF_8));
    assertThat(letter.key()).isEqualTo(new byte[] {'d'});
    assertThat(header(letter, DeadLetters.REASON)).isEqualTo("it is bad");
    assertThat(header(letter, DeadLetters.ATTEMPTS)).isEqualTo("1");
    assertThat(header(letter, DeadLetters.ENDPOINT)).isEqualTo("One");
    assertThat(header(letter, "mine")).isEqualTo("kept");
    assertThat(log.counts().health().state(System.currentTimeMillis()))
        .isEqualTo(EndpointState.DEGRADED);
  }

  @Test
  @DisplayName("What an endpoint answers to messages that are explained is told, and of no others")
  void tellsAnswers() throws Exception {
    sender.beUnavailable(1);
    sendExplained("a", 1);
    sendExplained("bad", 2);
    send("c", 3);
    open();
    awaitDelivered("a", "c");
    await()
        .untilAsserted(
            () ->
                assertThat(answers)
                    .contains("1 retrying down")
                    .endsWith("2 dead-lettered it is bad", "1 delivered "));
    assertThat(answers).noneMatch(answer -> answer.startsWith("3"));
  }

  @Test
  @DisplayName("That an endpoint goes on answering the same is told once; a broken sender is told")
  void tellsRetryingOnce() throws Exception {
    sender.beUnavailable(5);
    sendExplained("a", 1);
    open();
    awaitDelivered("a");
    await().untilAsserted(() -> assertThat(answers).endsWith("1 delivered "));
    assertThat(answers).containsExactly("1 retrying down", "1 delivered ");
    end();
    answers.clear();
    sender.breakDown(1);
    sendExplained("b", 2);
    open();
    await()
        .untilAsserted(
            () -> assertThat(answers).containsExactly("2 retrying broken", "2 delivered "));
  }

  @Test
  @DisplayName("An explained message is delivered when that is durable, not before")
  void tellsWhatIsDurable() throws Exception {
    sender.setDurable(false);
    sendExplained("a", 1);
    open();
    awaitDelivered("a");
    await().until(() -> sender.delivered().size() == 1);
    assertThat(answers).isEmpty();
    sender.setDurable(true);
    await().untilAsserted(() -> assertThat(answers).containsExactly("1 delivered "));
  }

  @Test
  void theSameLettersAreTriedAgainWhileTheEndpointIsUnavailable() throws Exception {
    sender.beUnavailable(3);
    send("a", 1);
    send("b", 2);
    open();
    awaitDelivered("a", "b");
    assertThat(sender.attempts()).startsWith(0, 1, 2, 3);
    assertThat(sender.batches().subList(0, 4)).containsOnly(sender.batches().get(0));
    assertThat(sender.opened()).isEqualTo(1);
    assertThat(log.counts().failures()).isEqualTo(3);
  }

  @Test
  void suspiciousLettersGetCompany() throws Exception {
    sender.beUnavailable(Integer.MAX_VALUE);
    send("a", 1);
    open();
    await().until(() -> sender.attempts().contains(Sender.SUSPICIOUS));
    send("b", 2);
    await().until(() -> sender.batches().contains(List.of("a", "b")));
    sender.beUnavailable(0);
    awaitDelivered("a", "b");
  }

  @Test
  void aBrokenSenderIsReplacedAndLosesNothing() throws Exception {
    sender.breakDown(2);
    for (int i = 1; i <= 7; i++) {
      send("m" + i, i);
    }
    open();
    awaitDelivered("m1", "m2", "m3", "m4", "m5", "m6", "m7");
    assertThat(sender.opened()).isEqualTo(3);
    assertThat(log.counts().health().lastError()).isEqualTo("broken");
  }

  @Test
  void whatIsNotDurableIsGivenAgain() throws Exception {
    sender.setDurable(false);
    send("a", 1);
    open();
    awaitDelivered("a");
    assertThat(log.counts().delivered()).isZero();
    end();
    open();
    awaitDelivered("a", "a");
    sender.setDurable(true);
    await().untilAsserted(() -> assertThat(log.counts().delivered()).isEqualTo(1));
    end();
    send("b", 2);
    open();
    awaitDelivered("a", "a", "b");
  }

  @Test
  @DisplayName("What waits is told, also while no sender can be opened")
  void tellsWhatWaitsForASender() throws Exception {
    send("a", 1);
    open();
    awaitDelivered("a");
    await().untilAsserted(() -> assertThat(log.counts().delivered()).isEqualTo(1));
    end();
    send("b", 2);
    send("c", 3);
    open(
        none -> {
          throw new IOException("no secret");
        });
    await().untilAsserted(() -> assertThat(log.counts().lag()).isEqualTo(2));
    assertThat(log.counts().health().lastError()).isEqualTo("no secret");
  }

  private void open() {
    open(opened -> sender.open());
  }

  private void open(Sender.Factory senders) {
    log = new LaneLog(Clock.systemUTC());
    Lane lane =
        new Lane(
            partition,
            this::consumer,
            senders,
            new DeadLetters(producer, dead, "One"),
            log,
            (messages, state, detail) ->
                messages.forEach(
                    one -> answers.add(one.offset() + " " + state.wireName() + " " + detail)),
            QUICK);
    thread = new Thread(lane, "lane");
    thread.start();
  }

  private Consumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            kafka.bootstrap(),
            "group.id",
            outbox,
            "enable.auto.commit",
            "false",
            "auto.offset.reset",
            "none"),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private void awaitDelivered(String... bodies) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(sender.delivered()).containsExactly(bodies));
  }

  private void send(String body, long source) throws Exception {
    send(body, source, new RecordHeaders());
  }

  private void sendExplained(String body, long source) throws Exception {
    Headers headers = new RecordHeaders();
    Explained.mark(headers, 42);
    send(body, source, headers);
  }

  private void send(String body, long source, Headers headers) throws Exception {
    headers.add("mine", "kept".getBytes(StandardCharsets.UTF_8));
    new SourcePosition("hub.telemetry", 0, source).write(headers);
    producer
        .send(
            new ProducerRecord<>(
                outbox, 0, new byte[] {'d'}, body.getBytes(StandardCharsets.UTF_8), headers))
        .get();
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
