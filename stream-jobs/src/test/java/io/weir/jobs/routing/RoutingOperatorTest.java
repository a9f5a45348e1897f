package io.weir.jobs.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.weir.device.state.RulesVersion;
import io.weir.device.telemetry.TelemetryHeaders;
import io.weir.jobs.explain.MemoryExplanationStore;
import io.weir.jobs.kafka.OutboundRecord;
import io.weir.jobs.shadow.MemoryShadowStore;
import io.weir.jobs.twins.ScriptedTwins;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@SuppressWarnings("try") // The close() of Flink's harness throws whatever an operator throws.
class RoutingOperatorTest {

  private static final String TWO_ROUTES =
      """
      endpoint alerts kafka { topic = 'alerts' }
      route hot from DeviceMessages where level = 'critical' to alerts, events
      route warm from DeviceMessages where LEVEL != 'low' to alerts
      """;

  private final ScriptedRules rules = new ScriptedRules();
  private final ScriptedTwins twins = new ScriptedTwins();

  @Test
  @DisplayName("ROUTE-11: without rules everything goes to the built-in endpoint, byte for byte")
  void copiesByteForByte() throws Exception {
    try (var harness = opened()) {
      TelemetryRecord record = message("critical", new byte[] {0, -1, 10, 13});
      harness.processElement(record, 0);
      OutboundRecord copy = harness.extractOutputValues().get(0);
      assertThat(copy.topic()).isEqualTo("hub.messages.events");
      assertThat(copy.partition()).isNull();
      assertThat(copy.timestamp()).isEqualTo(42);
      assertThat(copy.key()).isEqualTo(record.key());
      assertThat(copy.value()).isEqualTo(record.value());
      assertThat(copy.headers()).containsExactly(record.headers().toArray());
    }
  }

  @Test
  @DisplayName("ROUTE-10: one copy for each endpoint, however many routes name it")
  void oneCopyForEachEndpoint() throws Exception {
    rules.publish(1, TWO_ROUTES);
    try (var harness = opened()) {
      harness.processElement(message("critical", new byte[0]), 0);
      assertThat(topics(harness)).containsExactlyInAnyOrder("alerts", "hub.messages.events");
    }
  }

  @Test
  @DisplayName("ROUTE-13: an endpoint's copy is enriched, the others' stay as they were sent")
  void enriches() throws Exception {
    rules.publish(
        1,
        """
        endpoint alerts kafka { topic = 'alerts' }
        route all from DeviceMessages where true to alerts, events
        enrich alerts set hub = $iothubname, LEVEL = upper(level), site = $body.site
        """);
    try (var harness = opened()) {
      harness.processElement(message("high", new byte[0]), 0);
      assertThat(harness.extractOutputValues())
          .extracting(copy -> copy.topic() + " " + properties(copy))
          .containsExactly("alerts {LEVEL=HIGH, hub=hub}", "hub.messages.events {Level=high}");
    }
  }

  @Test
  @DisplayName("ROUTE-07: a body that is not what it says is reported once, and routed on")
  void reportsUndecodableBodies() throws Exception {
    rules.publish(
        1,
        """
        endpoint alerts kafka { topic = 'alerts' }
        route hot from DeviceMessages where $body.t > 80 to alerts
        """);
    TelemetryRecord broken = message("high", "{\"t\":".getBytes(StandardCharsets.UTF_8));
    broken.headers().add("content-type", "application/json".getBytes(StandardCharsets.UTF_8));
    broken.headers().add("content-encoding", "utf-8".getBytes(StandardCharsets.UTF_8));
    try (var harness = opened()) {
      harness.processElement(broken, 0);
      harness.processElement(broken, 0);
      assertThat(
              harness.extractOutputValues().stream()
                  .filter(record -> record.topic().equals("hub.operations"))
                  .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                  .filter(text -> text.contains("UndecodableBody")))
          .singleElement()
          .asString()
          .contains("The body could not be decoded: ");
      assertThat(topics(harness).stream().filter("hub.messages.events"::equals)).hasSize(2);
    }
  }

  @Test
  @DisplayName("ROUTE-04: a rule that fails for a message is undefined for it, and harms no other")
  void rulesThatFail() throws Exception {
    rules.publish(
        1,
        """
        endpoint alerts kafka { topic = 'alerts' }
        endpoint archive kafka { topic = 'archive' }
        route first from DeviceMessages where level = 'high' to alerts
        route broken from DeviceMessages where line = 'B' to archive
        route negated from DeviceMessages where not (line = 'B') to archive
        route last from DeviceMessages where level in ['high', 'low'] to events
        enrich alerts set copied = line, upper = upper(level)
        """);
    TelemetryRecord unreadable = message("high", new byte[0]);
    unreadable.headers().add(new UnreadableHeader(TelemetryHeaders.APP_PREFIX + "line"));
    TelemetryRecord sound = message("high", new byte[0]);
    TelemetryHeaders.putProperty(sound.headers(), "line", "B");
    try (var harness = opened()) {
      harness.processElement(unreadable, 0);
      List<OutboundRecord> written = harness.extractOutputValues();
      assertThat(written)
          .filteredOn(record -> record.topic().equals("hub.operations"))
          .extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
          .satisfiesExactly(
              report -> assertThat(report).contains("UndefinedRouteEvaluation", "\"broken\""),
              report -> assertThat(report).contains("UndefinedRouteEvaluation", "\"negated\""));
      assertThat(written)
          .filteredOn(record -> record.topic().equals("alerts"))
          .singleElement()
          .satisfies(
              copy -> {
                assertThat(copy.headers().lastHeader("iothub-app-copied")).isNull();
                assertThat(TelemetryHeaders.text(copy.headers(), "iothub-app-upper"))
                    .isEqualTo("HIGH");
              });
      assertThat(topics(harness))
          .containsExactlyInAnyOrder(
              "hub.operations", "hub.operations", "alerts", "hub.messages.events");

      harness.getOutput().clear();
      harness.processElement(sound, 0);
      assertThat(topics(harness))
          .containsExactlyInAnyOrder("alerts", "archive", "hub.messages.events");
    }
  }

  /** A part of a message that breaks off the evaluation of whatever reads it. */
  private record UnreadableHeader(String key) implements Header {
    @Override
    public byte[] value() {
      throw new IllegalStateException("scripted failure");
    }
  }

  private static Map<String, String> properties(OutboundRecord copy) {
    Map<String, String> properties = new TreeMap<>();
    for (Header header : copy.headers()) {
      if (header.key().startsWith(TelemetryHeaders.APP_PREFIX)) {
        properties.put(
            header.key().substring(TelemetryHeaders.APP_PREFIX.length()),
            new String(header.value(), StandardCharsets.UTF_8));
      }
    }
    return properties;
  }

  @Test
  @DisplayName("ROUTE-11: the fallback takes what no route takes, unless it is off")
  void fallback() throws Exception {
    rules.publish(1, TWO_ROUTES);
    try (var harness = opened()) {
      harness.processElement(message("low", new byte[0]), 0);
      assertThat(topics(harness)).containsExactly("hub.messages.events");
    }
    rules.publish(2, TWO_ROUTES + "fallback off\n");
    try (var harness = opened()) {
      harness.processElement(message("low", new byte[0]), 0);
      assertThat(topics(harness)).containsExactly("hub.operations");
    }
  }

  @Test
  @DisplayName("The log's rules 13: the rules are read to their end before the first message")
  void startsWithTheNewestRules() throws Exception {
    rules.publish(1, "");
    rules.publish(2, TWO_ROUTES);
    rules.publish(1, "");
    try (var harness = opened()) {
      harness.processElement(message("high", new byte[0]), 0);
      assertThat(topics(harness)).containsExactly("alerts");
    }
  }

  @Test
  @DisplayName("New rules are swapped between two messages, when their topics exist")
  void swaps() throws Exception {
    try (var harness = opened()) {
      harness.processElement(message("high", new byte[0]), 0);
      rules.publish(1, TWO_ROUTES);
      awaitMail(harness);
      assertThat(rules.ensured()).contains("alerts");
      harness.processElement(message("high", new byte[0]), 0);
      assertThat(topics(harness)).containsExactly("hub.messages.events", "alerts");
    }
  }

  @Test
  @DisplayName("The log's rules 4: rules that are not newer are dropped")
  void olderRulesAreDropped() throws Exception {
    rules.publish(2, TWO_ROUTES);
    try (var harness = opened()) {
      rules.publish(1, "");
      rules.publish(3, TWO_ROUTES + "fallback off\n");
      awaitMail(harness);
      assertThat(harness.getTaskMailbox().hasMail()).isFalse();
      harness.processElement(message("low", new byte[0]), 0);
      assertThat(topics(harness)).containsExactly("hub.operations");
    }
  }

  @Test
  void rulesThatDoNotCompileAreReportedAndTheFormerStay() throws Exception {
    rules.publish(1, TWO_ROUTES);
    try (var harness = opened()) {
      rules.publish(2, "route from nowhere");
      awaitMail(harness);
      OutboundRecord report = harness.extractOutputValues().get(0);
      assertThat(report.topic()).isEqualTo("hub.operations");
      assertThat(new String(report.value(), StandardCharsets.UTF_8))
          .contains("Rules version 2 is ignored", "rules:1:");
      harness.processElement(message("high", new byte[0]), 0);
      assertThat(topics(harness)).containsExactly("hub.operations", "alerts");
    }
  }

  @Test
  void doesNotStartByRulesThatItDoesNotUnderstand() throws Exception {
    rules.publish(7, "route from nowhere");
    try (var harness = harness()) {
      assertThatThrownBy(harness::open).hasMessageContaining("no version compiles");
    }
  }

  @Test
  void failsWhenTheRulesCannotBeFollowed() throws Exception {
    try (var harness = opened()) {
      rules.fail(new IllegalStateException("scripted failure"));
      assertThatThrownBy(() -> awaitMail(harness))
          .hasStackTraceContaining("rules: not followed")
          .hasStackTraceContaining("scripted failure");
    }
  }

  @Test
  @DisplayName("... even by an error, of which nobody else would learn")
  void failsWhenTheFeedDies() throws Exception {
    try (var harness = opened()) {
      rules.fail(new NoClassDefFoundError("scripted error"));
      assertThatThrownBy(() -> awaitMail(harness)).hasStackTraceContaining("scripted error");
    }
  }

  @Test
  @DisplayName("Rules whose topics cannot be made wait, and the former stay in force meanwhile")
  void rulesWaitForTheirTopics() throws Exception {
    try (var harness = opened()) {
      rules.forbid("alerts");
      rules.publish(1, TWO_ROUTES);
      awaitMail(harness);
      OutboundRecord report = harness.extractOutputValues().get(0);
      assertThat(report.topic()).isEqualTo("hub.operations");
      assertThat(new String(report.value(), StandardCharsets.UTF_8))
          .contains("Rules version 1 is not in force yet", "forbidden");
      harness.processElement(message("high", new byte[0]), 0);

      rules.allow("alerts");
      awaitMail(harness);
      harness.processElement(message("high", new byte[0]), 0);
      assertThat(topics(harness))
          .containsExactly("hub.operations", "hub.messages.events", "alerts");
    }
  }

  @Test
  @DisplayName("A newer version takes the place of one that waits for its topics")
  void newerRulesOvertake() throws Exception {
    try (var harness = opened()) {
      rules.forbid("alerts");
      rules.publish(1, TWO_ROUTES);
      awaitMail(harness);
      rules.publish(2, TWO_ROUTES.replace("'alerts'", "'alarms'"));
      awaitMail(harness);
      harness.processElement(message("high", new byte[0]), 0);
      assertThat(topics(harness)).containsExactly("hub.operations", "alarms");
    }
  }

  @Test
  @DisplayName("The log's rules 13: a start takes the newest rules that have their topics")
  void startsByTheNewestRulesThatHaveTheirTopics() throws Exception {
    rules.publish(1, "fallback off");
    rules.publish(2, TWO_ROUTES.replace("'alerts'", "'alarms'"));
    rules.publish(3, TWO_ROUTES);
    rules.forbid("alerts");
    try (var harness = opened()) {
      awaitMail(harness);
      harness.processElement(message("high", new byte[0]), 0);
      rules.allow("alerts");
      awaitMail(harness);
      harness.processElement(message("high", new byte[0]), 0);
      assertThat(topics(harness)).containsExactly("hub.operations", "alarms", "alerts");
    }
  }

  @Test
  @DisplayName("The log's rules 13: a Kafka that is silent does not bring replaced rules back")
  void doesNotStartByReplacedRules() throws Exception {
    rules.publish(1, "fallback off");
    rules.publish(2, TWO_ROUTES);
    rules.silence("alerts");
    try (var harness = harness()) {
      assertThatThrownBy(harness::open).hasMessageContaining("not created");
    }
  }

  @Test
  void doesNotStartWhenNoRulesHaveTheirTopics() throws Exception {
    rules.publish(1, TWO_ROUTES);
    rules.forbid("alerts");
    try (var harness = harness()) {
      assertThatThrownBy(harness::open).hasMessageContaining("no version has its topics");
    }
  }

  private OneInputStreamOperatorTestHarness<TelemetryRecord, OutboundRecord> opened()
      throws Exception {
    var harness = harness();
    harness.open();
    return harness;
  }

  private OneInputStreamOperatorTestHarness<TelemetryRecord, OutboundRecord> harness()
      throws Exception {
    return RoutingHarness.of(
        Sources.TELEMETRY,
        rules,
        new RoutingStores(twins.factory(), MemoryShadowStore.NONE, MemoryExplanationStore.UNREAD));
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

  private static TelemetryRecord message(String level, byte[] body) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(TelemetryHeaders.MESSAGE_SOURCE, "Telemetry".getBytes(StandardCharsets.UTF_8));
    headers.add("iothub-app-Level", level.getBytes(StandardCharsets.UTF_8));
    return new TelemetryRecord("device".getBytes(StandardCharsets.UTF_8), body, headers, 42, 3, 7);
  }

  /** The rule set's versions, in the order of publication. */
  static RulesVersion version(long version, String text) {
    return new RulesVersion(version, text, 1_700_000_000_000L);
  }
}
