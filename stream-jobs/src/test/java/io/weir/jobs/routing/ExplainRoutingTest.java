package io.weir.jobs.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.device.explain.EndpointAnswer;
import io.weir.device.explain.EndpointAnswer.State;
import io.weir.device.explain.ExplainedMessage;
import io.weir.device.state.Recordings;
import io.weir.device.state.Recordings.Recording;
import io.weir.device.telemetry.TelemetryHeaders;
import io.weir.jobs.explain.Explained;
import io.weir.jobs.explain.MemoryExplanationStore;
import io.weir.jobs.kafka.OutboundRecord;
import io.weir.jobs.kafka.SourcePosition;
import io.weir.jobs.shadow.MemoryShadowStore;
import io.weir.jobs.twins.ScriptedTwins;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Of which messages the routing job tells why they went where they went. */
@Timeout(60)
class ExplainRoutingTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RULES =
      """
      endpoint alerts kafka { topic = 'alerts' }
      endpoint archive files { path = 'archive' }
      route hot from DeviceMessages where level = 'high' to alerts, archive
      route quiet from DeviceMessages where level = 'none' to drop
      """;

  private final ScriptedRules rules = new ScriptedRules();
  private final MemoryExplanationStore store = new MemoryExplanationStore();
  private OneInputStreamOperatorTestHarness<TelemetryRecord, OutboundRecord> harness;
  private int sent;

  @BeforeEach
  void open() throws Exception {
    rules.publish(1, RULES);
    harness =
        RoutingHarness.of(
            Sources.TELEMETRY,
            rules,
            new RoutingStores(
                new ScriptedTwins().factory(), MemoryShadowStore.NONE, store.factory()));
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    if (store.open() > 0) {
      harness.close();
    }
    assertThat(store.open()).isZero();
  }

  /** Sends a message and gives the one that may be explained. */
  private ExplainedMessage send(String device, String level) throws Exception {
    RecordHeaders headers = new RecordHeaders();
    TelemetryHeaders.put(headers, TelemetryHeaders.CONNECTION_DEVICE_ID, device);
    TelemetryHeaders.put(headers, TelemetryHeaders.MESSAGE_ID, "m-" + sent);
    if (level != null) {
      TelemetryHeaders.putProperty(headers, "level", level);
    }
    byte[] key = device.getBytes(StandardCharsets.UTF_8);
    harness.processElement(new TelemetryRecord(key, new byte[0], headers, 42_000, 3, sent), 0);
    return new ExplainedMessage(device, 42_000, "hub.telemetry-3", sent++);
  }

  private void record(String device) throws Exception {
    long end = System.currentTimeMillis() + 600_000;
    rules.recordings(new Recordings(List.of(new Recording(device, end))));
    await()
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(2))
        .until(() -> harness.getTaskMailbox().hasMail());
    harness.getTaskMailbox().take(0).run();
  }

  private void awaitExplained(int count) {
    await().until(() -> store.explanations().size() == count);
  }

  private void awaitAnswer(ExplainedMessage message, String endpoint, State state) {
    await()
        .untilAsserted(
            () ->
                assertThat(store.answers(message).get(endpoint))
                    .extracting(EndpointAnswer::state)
                    .isEqualTo(state));
  }

  @Test
  @DisplayName("A device's messages are explained once that is asked for, and no other device's")
  void askedFor() throws Exception {
    send("d1", "high");
    record("d1");
    ExplainedMessage explained = send("d1", "high");
    send("d2", "high");
    awaitExplained(1);

    assertThat(store.messages()).containsExactly(explained);
    JsonNode json = JSON.readTree(store.explanations().get(0));
    assertThat(json.path("deviceId").asText()).isEqualTo("d1");
    assertThat(json.path("messageId").asText()).isEqualTo("m-1");
    assertThat(json.path("source").asText()).isEqualTo("DeviceMessages");
    assertThat(json.path("enqueuedTime").asText()).isEqualTo("1970-01-01T00:00:42Z");
    assertThat(json.path("rulesVersion").asLong()).isEqualTo(1);
    assertThat(json.path("reason").asText()).isEqualTo("asked");
    assertThat(json.at("/routes/0/verdict").asText()).isEqualTo("matched");
    assertThat(json.at("/routes/1/verdict").asText()).isEqualTo("not-matched");
    assertThat(json.path("endpoints"))
        .extracting(JsonNode::asText)
        .containsExactly("alerts", "archive");
  }

  @Test
  @DisplayName("A recording ends with its time, and when it is ended")
  void ends() throws Exception {
    record("d1");
    send("d1", "high");
    awaitExplained(1);
    rules.recordings(new Recordings(List.of(new Recording("d1", System.currentTimeMillis() - 1))));
    await().pollInSameThread().until(() -> harness.getTaskMailbox().hasMail());
    harness.getTaskMailbox().take(0).run();
    send("d1", "high");
    harness.close();
    assertThat(store.explanations()).hasSize(1);
  }

  @Test
  @DisplayName(
      "ROUTE-10, ROUTE-04: messages that no route took, or undefined, are always explained")
  void always() throws Exception {
    send("d1", "low");
    send("d2", null);
    send("d3", "high");
    awaitExplained(2);
    assertThat(JSON.readTree(store.explanations().get(0)).path("reason").asText())
        .isEqualTo("unrouted");
    JsonNode undefined = JSON.readTree(store.explanations().get(1));
    assertThat(undefined.path("reason").asText()).isEqualTo("error");
    assertThat(undefined.at("/routes/0/because/saw/0/undefined").asText()).contains("level");
    assertThat(undefined.path("fallback").asBoolean()).isTrue();
  }

  @Test
  @DisplayName("Not all of a flood are explained, and those that are not are counted")
  void limited() throws Exception {
    for (int i = 0; i < 200; i++) {
      send("d1", "low");
    }
    harness.close();
    assertThat(store.explanations()).hasSizeBetween(60, 70);
    assertThat(harness.extractOutputValues())
        .as("routed all the same")
        .filteredOn(record -> record.topic().equals("hub.messages.events"))
        .hasSize(200);
  }

  @Test
  @DisplayName(
      "What the job writes itself is acknowledged by a checkpoint; what is dropped at once")
  void answers() throws Exception {
    record("d1");
    ExplainedMessage hot = send("d1", "high");
    ExplainedMessage quiet = send("d1", "none");
    awaitAnswer(quiet, "drop", State.DROPPED);

    harness.prepareSnapshotPreBarrier(7);
    harness.snapshot(7, 1);
    ExplainedMessage later = send("d1", "high");
    awaitExplained(3);
    assertThat(store.answers(hot)).isEmpty();
    harness.notifyOfCompletedCheckpoint(7);

    awaitAnswer(hot, "alerts", State.ACKNOWLEDGED);
    assertThat(store.answers(hot)).containsOnlyKeys("alerts");
    assertThat(store.answers(later)).isEmpty();
  }

  @Test
  @DisplayName("A checkpoint that was never complete is covered by the next one")
  void laterCheckpoint() throws Exception {
    record("d1");
    ExplainedMessage hot = send("d1", "high");
    harness.prepareSnapshotPreBarrier(7);
    harness.prepareSnapshotPreBarrier(8);
    harness.notifyOfCompletedCheckpoint(8);
    awaitAnswer(hot, "alerts", State.ACKNOWLEDGED);
  }

  @Test
  @DisplayName(
      "ROUTE-10: a copy in an outbox is marked when it is explained; others are as they were")
  void marks() throws Exception {
    send("d1", "high");
    record("d1");
    ExplainedMessage explained = send("d1", "high");
    List<OutboundRecord> written = harness.extractOutputValues();
    List<OutboundRecord> archived =
        written.stream().filter(record -> record.topic().equals("hub.outbox.archive")).toList();
    assertThat(archived).hasSize(2);
    assertThat(archived.get(0).headers().lastHeader(Explained.HEADER)).isNull();
    OutboundRecord marked = archived.get(1);
    assertThat(Explained.of(marked.key(), marked.headers(), SourcePosition.of(marked.headers())))
        .contains(explained);
    assertThat(written)
        .filteredOn(record -> record.topic().equals("alerts"))
        .allSatisfy(record -> assertThat(record.headers().lastHeader(Explained.HEADER)).isNull());
  }

  @Test
  @DisplayName("OPS-10: to ask for a device is no new version of the rules: reports stay limited")
  void reportsStayLimited() throws Exception {
    send("d1", null);
    record("d2");
    send("d1", null);
    assertThat(harness.extractOutputValues())
        .filteredOn(each -> each.topic().equals("hub.operations"))
        .hasSize(2);
  }

  @Test
  @DisplayName("A store that is away holds nothing up, and changes nothing")
  void storeAway() throws Exception {
    store.away(true);
    record("d1");
    for (int i = 0; i < 50; i++) {
      send("d1", "high");
    }
    assertThat(harness.extractOutputValues()).hasSize(100);
  }
}
