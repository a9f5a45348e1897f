package io.weir.jobs.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.device.codec.Codecs;
import io.weir.device.command.Command;
import io.weir.device.state.Answer;
import io.weir.device.state.ShadowRules;
import io.weir.device.topic.EdgeMessage;
import io.weir.device.topic.IdentityChange;
import io.weir.jobs.devices.RetryingWriter.Pauses;
import io.weir.jobs.kafka.OutboundRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@SuppressWarnings("try") // The close() of Flink's harness throws whatever an operator throws.
class DevicesOperatorTest {

  private static final int CAPACITY = 4;

  private final ScriptedStore store = new ScriptedStore();
  private KeyedOneInputStreamOperatorTestHarness<String, CommandRecord, OutboundRecord> harness;

  @BeforeEach
  void open() throws Exception {
    harness = harness(store);
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  @DisplayName("The log's rules 1: the position is the epoch plus the offset")
  void thePositionIsTheRowsTimestamp() throws Exception {
    process(Commands.create("a", 5));
    awaitSent(1);
    long position = ScriptedStore.EPOCH + 5;
    assertThat(store.asked()).singleElement().returns(position, ScriptedStore.Write::position);
    EdgeMessage.Reply reply = (EdgeMessage.Reply) edge(0);
    assertThat(reply.position()).isEqualTo(position);
    assertThat(reply.answer())
        .isInstanceOfSatisfying(
            Answer.IdentityAnswer.class,
            answer ->
                assertThat(answer.identity().generationId()).isEqualTo(Long.toString(position)));
  }

  @Test
  @DisplayName("The log's rules 8: a reply goes to the partition of its address")
  void repliesGoToTheirNode() throws Exception {
    process(Commands.create("a", 0));
    awaitSent(1);
    OutboundRecord record = sent().get(0);
    assertThat(record.topic()).isEqualTo("hub.edge");
    assertThat(record.partition()).isEqualTo(Commands.EDGE.partition());
    assertThat(record.key()).isEqualTo("a".getBytes(StandardCharsets.UTF_8));
    assertThat(edge(0).incarnation()).isEqualTo("incarnation");
  }

  @Test
  void revocationsAndRulesGoToTheirTopics() throws Exception {
    process(Commands.create("a", 0), Commands.delete("a", 1), Commands.rules("-- none", 2));
    awaitSent(5);
    assertThat(sent())
        .extracting(OutboundRecord::topic)
        .containsExactlyInAnyOrder(
            "hub.edge", "hub.edge", "hub.identity-changes", "hub.rules", "hub.edge");
    OutboundRecord change = only("hub.identity-changes");
    assertThat(Codecs.IDENTITY_CHANGE.decode(change.value()))
        .isEqualTo(
            new IdentityChange.Revoked(
                "a", ScriptedStore.EPOCH + 1, ScriptedStore.EPOCH + 1, 1, null));
    OutboundRecord rules = only("hub.rules");
    assertThat(rules.key()).isEqualTo("default".getBytes(StandardCharsets.UTF_8));
    assertThat(Codecs.RULES.decode(rules.value()).text()).isEqualTo("-- none");
  }

  @Test
  @DisplayName("A shadow has a key of its own on the topic of the rules; a dropped one no value")
  void shadows() throws Exception {
    Command apply = new Command.ApplyShadow("fallback off", null, "service", null);
    process(
        Commands.record("rules/default", 0, apply),
        Commands.record("rules/default", 1, new Command.DropShadow(null)));
    awaitSent(4);
    List<OutboundRecord> published =
        sent().stream().filter(record -> record.topic().equals("hub.rules")).toList();
    assertThat(published)
        .extracting(record -> new String(record.key(), StandardCharsets.UTF_8))
        .containsExactly("shadow", "shadow");
    assertThat(Codecs.SHADOW_RULES.decode(published.get(0).value()))
        .isEqualTo(
            new ShadowRules(
                ScriptedStore.EPOCH, "fallback off", 1_700_000_000_000L, 0, "service", null));
    assertThat(published.get(1).value()).isNull();
  }

  @Test
  @DisplayName("The log's rules 3: a slow device does not hold another")
  void devicesDoNotWaitForEachOther() throws Exception {
    store.hold("slow");
    process(Commands.create("slow", 0), Commands.create("fast", 1));
    awaitSent(1);
    assertThat(sent().get(0).key()).isEqualTo("fast".getBytes(StandardCharsets.UTF_8));

    store.release("slow");
    awaitSent(2);
  }

  @Test
  @DisplayName("The log's rules 3: effects of a device leave in the order of the decisions")
  void effectsKeepTheirOrder() throws Exception {
    store.hold("a");
    process(Commands.create("a", 0), Commands.create("a", 1), Commands.delete("a", 2));
    drainMails();
    assertThat(sent()).isEmpty();
    assertThat(store.asked()).hasSize(1);

    store.release("a");
    awaitSent(4);
    assertThat(sent().stream().filter(record -> record.topic().equals("hub.edge")))
        .map(record -> (EdgeMessage.Reply) Codecs.EDGE.decode(record.value()))
        .extracting(EdgeMessage.Reply::correlationId)
        .containsExactly(0L, 1L, 2L);
  }

  @Test
  @DisplayName("The log's rules 3: pending rows of one device are coalesced")
  void pendingRowsAreCoalesced() throws Exception {
    store.hold("a");
    process(Commands.create("a", 0), Commands.disable("a", 1), Commands.delete("a", 2));
    store.release("a");
    awaitSent(5);
    assertThat(store.asked())
        .extracting(ScriptedStore.Write::position)
        .containsExactly(ScriptedStore.EPOCH, ScriptedStore.EPOCH + 2);
  }

  @Test
  @DisplayName("The log's rules 3: a failed write is retried with the same timestamp")
  void failedWritesAreRetried() throws Exception {
    store.failNext(3);
    process(Commands.create("a", 9));
    awaitSent(1);
    assertThat(store.asked()).hasSize(4).containsOnly(store.asked().get(0));
  }

  @Test
  @DisplayName("The log's rules 3: no barrier passes before the writes ahead are acknowledged")
  void barriersWait() throws Exception {
    store.hold("a");
    process(Commands.create("a", 0));
    AtomicBoolean released = releaseAfter("a", 300);
    assertThat(store.rows()).isEmpty();

    harness.prepareSnapshotPreBarrier(1);
    assertThat(released).isTrue();
    assertThat(store.rows()).hasSize(1);
    assertThat(sent()).hasSize(1);
  }

  /** The answer is true from just before the writes of that key may end. */
  private AtomicBoolean releaseAfter(String key, long millis) {
    AtomicBoolean released = new AtomicBoolean();
    CompletableFuture<Void> unused =
        CompletableFuture.runAsync(
            () -> {
              released.set(true);
              store.release(key);
            },
            CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS));
    return released;
  }

  @Test
  void theEndOfTheInputWaitsToo() throws Exception {
    store.hold("a");
    process(Commands.create("a", 0));
    AtomicBoolean released = releaseAfter("a", 100);
    harness.endInput();
    assertThat(released).isTrue();
    assertThat(sent()).hasSize(1);
  }

  @Test
  void decisionsInFlightAreBounded() throws Exception {
    store.hold("a");
    for (int i = 0; i < CAPACITY; i++) {
      process(Commands.create("a", i));
    }
    AtomicBoolean released = releaseAfter("a", 300);
    process(Commands.create("b", CAPACITY));
    assertThat(released).isTrue();
    awaitSent(CAPACITY + 1);
  }

  @Test
  @DisplayName("The log's rules 3 and 4: after a restore, a replay gives the same effects and rows")
  void replaysGiveTheSame() throws Exception {
    process(Commands.create("a", 0), Commands.create("b", 1), Commands.rules("-- 1", 2));
    harness.prepareSnapshotPreBarrier(1);
    OperatorSubtaskState snapshot = harness.snapshot(1, 1);
    int before = sent().size();
    CommandRecord[] after = {
      Commands.create("a", 3),
      Commands.connect("a", 4, ScriptedStore.EPOCH),
      Commands.disable("a", 5),
      Commands.delete("b", 6),
      Commands.rules("-- 2", 7)
    };
    process(after);
    harness.prepareSnapshotPreBarrier(2);
    List<String> first = described(sent().subList(before, sent().size()));
    assertThat(first).hasSizeGreaterThan(after.length);

    ScriptedStore second = new ScriptedStore();
    try (var restored = harness(second)) {
      restored.initializeState(snapshot);
      restored.open();
      for (CommandRecord record : after) {
        restored.processElement(record, 0);
      }
      restored.prepareSnapshotPreBarrier(1);
      assertThat(described(withoutEvents(restored.extractOutputValues()))).isEqualTo(first);
    }
    assertThat(store.rows()).containsAllEntriesOf(second.rows());
  }

  @Test
  void whatCannotBeDecidedIsReportedAndSkipped() throws Exception {
    byte[] half =
        "{\"v\":1,\"d\":{\"command\":{\"type\":\"createIdentity\"}}}"
            .getBytes(StandardCharsets.UTF_8);
    byte[] noCommand = "{\"v\":1,\"d\":{}}".getBytes(StandardCharsets.UTF_8);
    byte[] newer = "{\"v\":99,\"d\":{}}".getBytes(StandardCharsets.UTF_8);
    process(
        new CommandRecord("", new byte[] {1}, 0, 0),
        new CommandRecord("a", null, 1, 0),
        new CommandRecord("a", new byte[] {(byte) 0xFF, 0}, 2, 0),
        new CommandRecord("a", half, 3, 0),
        new CommandRecord("a", noCommand, 4, 0),
        new CommandRecord("a", newer, 5, 0),
        new CommandRecord("not/a/device", noCommand, 6, 0));
    assertThat(sent()).hasSize(7).allMatch(record -> record.topic().equals("hub.operations"));
    assertThat(store.asked()).isEmpty();
    assertThat(new String(sent().get(1).value(), StandardCharsets.UTF_8))
        .contains("\"category\":\"DeviceIdentityOperations\"", "\"deviceId\":\"a\"", "400006");

    process(Commands.create("a", 7));
    awaitSent(8);
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, CommandRecord, OutboundRecord>
      harness(ScriptedStore store) throws Exception {
    Pauses pauses = new Pauses(Duration.ofMillis(1), Duration.ofMillis(4), Duration.ofMinutes(1));
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new DevicesOperatorFactory(
            "hub", store.factory(), () -> ScriptedStore.TOPIC, pauses, CAPACITY, false),
        CommandRecord::key,
        Types.STRING,
        128,
        1,
        0);
  }

  private void process(CommandRecord... records) throws Exception {
    for (CommandRecord record : records) {
      harness.processElement(record, 0);
    }
  }

  private void drainMails() throws Exception {
    while (harness.getTaskMailbox().hasMail()) {
      harness.getTaskMailbox().take(0).run();
    }
  }

  private void awaitSent(int count) {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(2))
        .until(
            () -> {
              drainMails();
              return sent().size() >= count;
            });
    assertThat(sent()).hasSize(count);
  }

  private List<OutboundRecord> sent() {
    return withoutEvents(harness.extractOutputValues());
  }

  /** Events accompany the effects that these tests are about, and have tests of their own. */
  private static List<OutboundRecord> withoutEvents(List<OutboundRecord> records) {
    return records.stream().filter(record -> !record.topic().equals("hub.device-events")).toList();
  }

  private OutboundRecord only(String topic) {
    return sent().stream().filter(record -> record.topic().equals(topic)).findFirst().orElseThrow();
  }

  private EdgeMessage edge(int index) {
    return Codecs.EDGE.decode(sent().get(index).value());
  }

  private static List<String> described(List<OutboundRecord> records) {
    return records.stream()
        .map(
            record ->
                record.topic()
                    + "/"
                    + record.partition()
                    + ": "
                    + new String(record.value(), StandardCharsets.UTF_8))
        .toList();
  }
}
