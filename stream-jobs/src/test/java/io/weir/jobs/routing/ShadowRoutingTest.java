package io.weir.jobs.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.device.state.ShadowCount;
import io.weir.device.state.ShadowRules;
import io.weir.device.telemetry.TelemetryHeaders;
import io.weir.jobs.explain.MemoryExplanationStore;
import io.weir.jobs.kafka.OutboundRecord;
import io.weir.jobs.shadow.MemoryShadowStore;
import io.weir.jobs.twins.ScriptedTwins;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a shadow counts beside the rules in force, and that it changes nothing. */
@Timeout(60)
@SuppressWarnings("try") // The close() of Flink's harness throws whatever an operator throws.
class ShadowRoutingTest {

  private static final String LIVE =
      """
      endpoint alerts kafka { topic = 'alerts' }
      route hot from DeviceMessages where level = 'high' to alerts
      """;
  private static final String SHADOW =
      """
      endpoint alerts kafka { topic = 'alerts' }
      endpoint tried kafka { topic = 'tried' }
      route hot from DeviceMessages where level in ['high', 'middle'] to tried
      route body from DeviceMessages where $body.t > 80 to tried
      fallback off
      """;

  private final ScriptedRules rules = new ScriptedRules();
  private final MemoryShadowStore store = new MemoryShadowStore();

  @Test
  @DisplayName("A shadow's differences are counted by route, with samples, and written in the end")
  void counts() throws Exception {
    rules.publish(1, LIVE);
    rules.shadow(shadow(7, SHADOW));
    try (var harness = opened()) {
      send(harness, "high", "middle", "low");
    }
    assertThat(store.of(7))
        .containsOnlyKeys("hot", "$fallback")
        .containsEntry(
            "hot",
            new ShadowCount(
                "hot",
                1,
                0,
                List.of(
                    "{\"deviceId\":\"d1\",\"messageId\":\"middle\",\"live\":[\"events\"],"
                        + "\"shadow\":[\"tried\"]}")));
    assertThat(store.of(7).get("$fallback").lost()).isEqualTo(2);
    assertThat(store.open()).isZero();
  }

  @Test
  @DisplayName("Counts are written while messages come, without anybody waiting")
  void writesMeanwhile() throws Exception {
    rules.publish(1, LIVE);
    rules.shadow(shadow(7, SHADOW));
    try (var harness = opened()) {
      store.away(true);
      send(harness, "middle");
      store.away(false);
      await().atMost(Duration.ofSeconds(20)).until(() -> store.of(7).containsKey("hot"));
      assertThat(topics(harness)).containsExactly("hub.messages.events");
    }
  }

  @Test
  @DisplayName("ROUTE-10: nothing is delivered by a shadow, and the rules in force route as before")
  void deliversNothing() throws Exception {
    rules.publish(1, LIVE);
    List<OutboundRecord> without;
    try (var harness = opened()) {
      send(harness, "high", "middle", "low");
      without = harness.extractOutputValues();
    }
    rules.shadow(shadow(7, SHADOW));
    try (var harness = opened()) {
      send(harness, "high", "middle", "low");
      assertThat(harness.extractOutputValues())
          .usingRecursiveFieldByFieldElementComparator()
          .containsExactlyElementsOf(without);
      assertThat(topics(harness))
          .containsExactly("alerts", "hub.messages.events", "hub.messages.events");
    }
  }

  @Test
  @DisplayName("Without a shadow no store is opened")
  void nothingWithoutShadow() throws Exception {
    rules.publish(1, LIVE);
    try (var harness = opened()) {
      send(harness, "middle");
      assertThat(store.open()).isZero();
    }
  }

  @Test
  @DisplayName("A new shadow starts from zero, and the former one's totals are written")
  void anotherShadow() throws Exception {
    rules.publish(1, LIVE);
    rules.shadow(shadow(7, SHADOW));
    try (var harness = opened()) {
      send(harness, "middle", "middle");
      rules.shadow(shadow(8, SHADOW));
      awaitMail(harness);
      send(harness, "middle");
      rules.shadow(null);
      awaitMail(harness);
      send(harness, "middle");
      await().atMost(Duration.ofSeconds(20)).until(() -> store.open() == 0);
    }
    assertThat(store.of(7).get("hot").gained()).isEqualTo(2);
    assertThat(store.of(8).get("hot").gained()).isEqualTo(1);
  }

  @Test
  @DisplayName("The counts of a shadow go on when other rules come into force")
  void otherRules() throws Exception {
    rules.publish(1, LIVE);
    rules.shadow(shadow(7, SHADOW));
    try (var harness = opened()) {
      send(harness, "middle");
      rules.publish(2, LIVE.replace("'high'", "'low'"));
      awaitMail(harness);
      send(harness, "middle", "high", "low");
    }
    ShadowCount hot = store.of(7).get("hot");
    assertThat(hot.gained()).isEqualTo(3);
    assertThat(hot.lost()).isEqualTo(1);
    assertThat(hot.samples()).hasSize(4);
  }

  @Test
  @DisplayName("Two runs of one subtask add up: the later one begins under a name of its own")
  void runsAddUp() throws Exception {
    rules.publish(1, LIVE);
    rules.shadow(shadow(7, SHADOW));
    for (int run = 0; run < 2; run++) {
      try (var harness = opened()) {
        send(harness, "middle");
      }
    }
    assertThat(store.of(7).get("hot").gained()).isEqualTo(2);
  }

  private OneInputStreamOperatorTestHarness<TelemetryRecord, OutboundRecord> opened()
      throws Exception {
    var harness =
        RoutingHarness.of(
            Sources.TELEMETRY,
            rules,
            new RoutingStores(
                new ScriptedTwins().factory(), store.factory(), MemoryExplanationStore.UNREAD));
    harness.open();
    return harness;
  }

  private static void awaitMail(OneInputStreamOperatorTestHarness<?, ?> harness) throws Exception {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(2))
        .until(() -> harness.getTaskMailbox().hasMail());
    harness.getTaskMailbox().take(0).run();
  }

  private static List<String> topics(
      OneInputStreamOperatorTestHarness<TelemetryRecord, OutboundRecord> harness) {
    return harness.extractOutputValues().stream().map(OutboundRecord::topic).toList();
  }

  private static void send(
      OneInputStreamOperatorTestHarness<TelemetryRecord, OutboundRecord> harness, String... levels)
      throws Exception {
    for (String level : levels) {
      RecordHeaders headers = new RecordHeaders();
      TelemetryHeaders.put(headers, TelemetryHeaders.CONNECTION_DEVICE_ID, "d1");
      TelemetryHeaders.put(headers, TelemetryHeaders.MESSAGE_ID, level);
      TelemetryHeaders.putProperty(headers, "level", level);
      byte[] key = "d1".getBytes(StandardCharsets.UTF_8);
      harness.processElement(new TelemetryRecord(key, new byte[0], headers, 42, 3, 7), 0);
    }
  }

  private static ShadowRules shadow(long id, String text) {
    return new ShadowRules(id, text, 1, 1, null, null);
  }
}
