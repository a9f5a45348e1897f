package io.weir.jobs.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.device.telemetry.TelemetryHeaders;
import io.weir.jobs.explain.MemoryExplanationStore;
import io.weir.jobs.kafka.OutboundRecord;
import io.weir.jobs.shadow.MemoryShadowStore;
import io.weir.jobs.twins.ScriptedTwins;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Routes over {@code $twin}, through the operator in a task of its own. */
@Timeout(60)
class TwinRoutingTest {

  private static final String BY_SITE =
      """
      endpoint north kafka { topic = 'north' }
      route north from DeviceMessages where $twin.tags.site = 'north' to north
      """;

  private final ScriptedRules rules = new ScriptedRules();
  private final ScriptedTwins twins = new ScriptedTwins();
  private OneInputStreamOperatorTestHarness<TelemetryRecord, OutboundRecord> harness;

  @AfterEach
  void close() throws Exception {
    harness.close();
    assertThat(twins.closed()).as("stores that were closed").isEqualTo(twins.opened());
  }

  @Test
  @DisplayName("ROUTE-08: a message is routed by the twin of its device, or of its module")
  void routesByTheTwin() throws Exception {
    twins.tag("d1", "site", "north");
    twins.tag("d2", "site", "south");
    twins.tag("d2/m", "site", "north");
    open(BY_SITE);
    send("d1", null, "1");
    settle();
    send("d2", null, "2");
    settle();
    send("d2", "m", "3");
    settle();
    assertThat(routed()).containsExactly("1 north", "2 hub.messages.events", "3 north");
    assertThat(twins.opened()).isOne();
  }

  @Test
  @DisplayName("ROUTE-04, ROUTE-08: what has no twin is undefined, reported, and not routed by it")
  void withoutTwinItIsUndefined() throws Exception {
    open(BY_SITE);
    send("gone", null, "1");
    settle();
    assertThat(routed()).hasSize(2).contains("1 hub.messages.events");
    assertThat(harness.extractOutputValues())
        .filteredOn(record -> record.topic().equals("hub.operations"))
        .singleElement()
        .satisfies(report -> assertThat(text(report)).contains("UndefinedRouteEvaluation"));
  }

  @Test
  @DisplayName("The log's rules 12: rules without $twin read no twin and open no store")
  void paysNothingWithoutTwin() throws Exception {
    open(BY_SITE.replace("$twin.tags.site", "site"));
    send("d1", null, "1");
    assertThat(routed()).as("at once").contains("1 hub.messages.events");
    settle();
    assertThat(twins.opened()).isZero();
  }

  @Test
  @DisplayName("The log's rules 12: a device's messages stay in order, and other devices overtake")
  void keepsTheOrderOfEachDevice() throws Exception {
    twins.tag("slow", "site", "north");
    twins.tag("fast", "site", "north");
    twins.hold("slow");
    open(BY_SITE);
    send("slow", null, "1");
    send("slow", null, "2");
    send("fast", null, "3");
    awaitRouted(1);
    assertThat(routed()).containsExactly("3 north");
    twins.release("slow");
    settle();
    assertThat(routed()).containsExactly("3 north", "1 north", "2 north");
  }

  @Test
  @DisplayName("The log's rules 12: a change is seen a second after it was acknowledged")
  void seesChangesWithinASecond() throws Exception {
    twins.tag("d1", "site", "south");
    open(BY_SITE);
    send("d1", null, "1");
    settle();
    twins.tag("d1", "site", "north");
    TimeUnit.SECONDS.sleep(1);
    send("d1", null, "2");
    settle();
    assertThat(routed()).containsExactly("1 hub.messages.events", "2 north");
  }

  @Test
  @DisplayName("The log's rules 12: a failed read is repeated; nothing is routed by a missing twin")
  void repeatsFailedReads() throws Exception {
    twins.tag("d1", "site", "north");
    twins.refuse(1);
    twins.fail(2);
    open(BY_SITE);
    send("d1", null, "1");
    settle();
    assertThat(routed()).containsExactly("1 north");
    assertThat(twins.reads()).hasSize(3);
  }

  @Test
  @DisplayName("No barrier passes before the messages that wait are routed")
  void routesBeforeABarrier() throws Exception {
    twins.tag("d1", "site", "north");
    twins.hold("d1");
    open(BY_SITE);
    send("d1", null, "1");
    var unused =
        CompletableFuture.runAsync(
            () -> twins.release("d1"),
            CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS));
    harness.prepareSnapshotPreBarrier(1);
    assertThat(routed()).containsExactly("1 north");
  }

  @Test
  void routesBeforeTheInputEnds() throws Exception {
    twins.tag("d1", "site", "north");
    open(BY_SITE);
    send("d1", null, "1");
    harness.endInput();
    assertThat(routed()).containsExactly("1 north");
  }

  @Test
  @DisplayName("A full operator waits for twins before it takes another message")
  void takesNoMoreThanItHolds() throws Exception {
    twins.tag("d1", "site", "north");
    twins.hold("d1");
    open(BY_SITE);
    for (int i = 0; i < 1_000; i++) {
      send("d1", null, "1");
    }
    assertThat(routed()).isEmpty();
    var unused =
        CompletableFuture.runAsync(
            () -> twins.release("d1"),
            CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS));
    send("d1", null, "2");
    settle();
    assertThat(routed()).hasSize(1_001).endsWith("1 north", "2 north");
  }

  @Test
  @DisplayName("Rules that come while a message waits judge it, and the former do not")
  void newRulesJudgeWhatWaits() throws Exception {
    twins.tag("d1", "site", "north");
    twins.hold("d1");
    open(BY_SITE);
    send("d1", null, "1");
    send("d1", null, "2");
    rules.publish(2, BY_SITE.replace("topic = 'north'", "topic = 'arctic'"));
    awaitMail();
    assertThat(routed()).isEmpty();
    twins.release("d1");
    settle();
    assertThat(routed()).containsExactly("1 arctic", "2 arctic");
  }

  @Test
  @DisplayName("... and rules without $twin route it at once, though Cassandra is silent")
  void newRulesWithoutTwinDoNotWait() throws Exception {
    twins.hold("d1");
    open(BY_SITE);
    send("d1", null, "1");
    rules.publish(2, "fallback on\n");
    awaitMail();
    assertThat(routed()).containsExactly("1 hub.messages.events");
    settle();
  }

  private void open(String text) throws Exception {
    rules.publish(1, text);
    harness =
        RoutingHarness.of(
            Sources.TELEMETRY,
            rules,
            new RoutingStores(
                twins.factory(), MemoryShadowStore.NONE, MemoryExplanationStore.UNREAD));
    harness.open();
  }

  private void send(String device, String module, String body) throws Exception {
    Headers headers = new RecordHeaders();
    TelemetryHeaders.put(headers, TelemetryHeaders.CONNECTION_DEVICE_ID, device);
    TelemetryHeaders.put(headers, TelemetryHeaders.CONNECTION_MODULE_ID, module);
    byte[] key = device.getBytes(StandardCharsets.UTF_8);
    byte[] value = body.getBytes(StandardCharsets.UTF_8);
    harness.processElement(new TelemetryRecord(key, value, headers, 0, 0, 0), 0);
  }

  /** Waits until no message waits. */
  private void settle() throws Exception {
    harness.prepareSnapshotPreBarrier(1);
  }

  private void awaitMail() throws Exception {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(2))
        .until(() -> harness.getTaskMailbox().hasMail());
    harness.getTaskMailbox().take(0).run();
  }

  private void awaitRouted(int count) throws Exception {
    while (routed().size() < count) {
      awaitMail();
    }
  }

  /** Each message as its body and the topic that it went to. */
  private List<String> routed() {
    return harness.extractOutputValues().stream()
        .map(record -> text(record) + " " + record.topic())
        .toList();
  }

  private static String text(OutboundRecord record) {
    return new String(record.value(), StandardCharsets.UTF_8);
  }
}
