package io.weir.jobs.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.weir.device.identity.TwinKey;
import io.weir.device.state.DeviceEventType;
import io.weir.device.state.Effect;
import io.weir.device.state.Recordings;
import io.weir.device.state.Recordings.Recording;
import io.weir.device.state.Stamped;
import io.weir.device.telemetry.DeviceEventHeaders;
import io.weir.device.telemetry.TelemetryHeaders;
import io.weir.jobs.explain.MemoryExplanationStore;
import io.weir.jobs.kafka.OutboundRecord;
import io.weir.jobs.shadow.MemoryShadowStore;
import io.weir.jobs.twins.ScriptedTwins;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of the records of {@code device-events}. */
@Timeout(60)
@SuppressWarnings("try") // The close() of Flink's harness throws whatever an operator throws.
class DeviceEventsRoutingTest {

  private static final TwinKey DEVICE = TwinKey.device("d1");
  private static final TwinKey MODULE = new TwinKey("d1", "m1");
  private static final long POSITION = 1_790_000_000_000_000L;

  private static final String A_ROUTE_FOR_EACH =
      """
      endpoint twins kafka { topic = 'twins' }
      endpoint registry kafka { topic = 'registry' }
      endpoint presence kafka { topic = 'presence' }
      route twins from TwinChangeEvents where true to twins
      route registry from DeviceLifecycleEvents where true to registry
      route presence from DeviceConnectionStateEvents where true to presence
      """;

  private final MemoryExplanationStore explanations = new MemoryExplanationStore();
  private final ScriptedRules rules = new ScriptedRules();
  private final ScriptedTwins twins = new ScriptedTwins();

  @Test
  @DisplayName("ROUTE-01: each event goes by the routes of its source")
  void sources() throws Exception {
    rules.publish(1, A_ROUTE_FOR_EACH);
    try (var harness = opened(Sources.DEVICE_EVENTS)) {
      oneOfEach(harness);
      assertThat(topics(harness))
          .containsExactly(
              "twins", "twins", "registry", "registry", "registry", "presence", "presence");
    }
  }

  @Test
  @DisplayName("EH-07, EH-10: an event is copied byte for byte, with all of its headers")
  void copiesByteForByte() throws Exception {
    rules.publish(1, "route all from TwinChangeEvents where true to events");
    try (var harness = opened(Sources.DEVICE_EVENTS)) {
      TelemetryRecord event =
          event(MODULE, DeviceEventType.TWIN_UPDATED, POSITION, 2, "{\"version\":3}");
      harness.processElement(event, 0);
      OutboundRecord copy = harness.extractOutputValues().get(0);
      assertThat(copy.topic()).isEqualTo("hub.messages.events");
      assertThat(copy.key()).isEqualTo(event.key());
      assertThat(copy.value()).isEqualTo(event.value());
      assertThat(copy.headers()).containsExactly(event.headers().toArray());
    }
  }

  @Test
  @DisplayName("ROUTE-14: conditions read the body, application and system properties of an event")
  void conditions() throws Exception {
    rules.publish(
        1,
        """
        endpoint body kafka { topic = 'body' }
        endpoint schema kafka { topic = 'schema' }
        endpoint operation kafka { topic = 'operation' }
        endpoint system kafka { topic = 'system' }
        endpoint module kafka { topic = 'module' }
        endpoint never kafka { topic = 'never' }
        route body from TwinChangeEvents where $body.properties.reported.t > 80 to body
        route schema from TwinChangeEvents
          where iothub-message-schema = 'twinChangeNotification' to schema
        route operation from TwinChangeEvents where opType = 'updateTwin' and hubName = 'hub'
          and deviceId = 'd1' and operationTimestamp = '2026-09-21T14:13:20.000Z' to operation
        route system from TwinChangeEvents where $connectionDeviceId = 'd1' and $userId = 'hub'
          and $contentType = 'application/json' and $contentEncoding = 'utf-8'
          and $enqueuedTime = '2026-09-21T14:13:20.000Z' and is_defined($correlationId) to system
        route module from TwinChangeEvents where is_defined(moduleId) and moduleId = 'm1'
          and $connectionModuleId = 'm1' to module
        route never from TwinChangeEvents where opType = 'replaceTwin' to never
        """);
    String body = "{\"properties\":{\"reported\":{\"t\":90}}}";
    try (var harness = opened(Sources.DEVICE_EVENTS)) {
      harness.processElement(event(DEVICE, DeviceEventType.TWIN_UPDATED, POSITION, 0, body), 0);
      assertThat(topics(harness))
          .containsExactlyInAnyOrder("body", "schema", "operation", "system");
    }
    try (var harness = opened(Sources.DEVICE_EVENTS)) {
      harness.processElement(event(MODULE, DeviceEventType.TWIN_UPDATED, POSITION, 0, body), 0);
      assertThat(topics(harness))
          .containsExactlyInAnyOrder("body", "schema", "operation", "system", "module");
    }
  }

  @Test
  @DisplayName("The log's rules 4: an event that is not higher than its device's last is a repeat")
  void repeatsAreDropped() throws Exception {
    rules.publish(1, "route all from TwinChangeEvents where true to events");
    try (var harness = opened(Sources.DEVICE_EVENTS)) {
      harness.processElement(twinEvent("d1", POSITION, 0), 0);
      harness.processElement(twinEvent("d1", POSITION, 1), 0);
      harness.processElement(twinEvent("d1", POSITION + 1, 0), 0);
      harness.processElement(twinEvent("d2", POSITION, 0), 0);

      harness.processElement(twinEvent("d1", POSITION, 0), 0);
      harness.processElement(twinEvent("d1", POSITION, 1), 0);
      harness.processElement(twinEvent("d1", POSITION + 1, 0), 0);
      harness.processElement(twinEvent("d2", POSITION, 0), 0);

      harness.processElement(twinEvent("d1", POSITION + 1, 1), 0);
      assertThat(harness.extractOutputValues())
          .extracting(
              copy ->
                  new String(copy.key(), StandardCharsets.UTF_8)
                      + " "
                      + TelemetryHeaders.text(copy.headers(), DeviceEventHeaders.POSITION))
          .containsExactly(
              "d1 1790000000000000/0",
              "d1 1790000000000000/1",
              "d1 1790000000000001/0",
              "d2 1790000000000000/0",
              "d1 1790000000000001/1");
    }
  }

  @Test
  @DisplayName("The log's rules 4: a device and its modules share one order; none drops another's")
  void modulesShareTheirDevicesOrder() throws Exception {
    rules.publish(1, "route all from DeviceLifecycleEvents where true to events");
    try (var harness = opened(Sources.DEVICE_EVENTS)) {
      for (int round = 0; round < 2; round++) {
        harness.processElement(
            event(MODULE, DeviceEventType.IDENTITY_DELETED, POSITION, 3, "{}"), 0);
        harness.processElement(
            event(DEVICE, DeviceEventType.IDENTITY_DELETED, POSITION, 4, "{}"), 0);
      }
      assertThat(topics(harness)).hasSize(2);
    }
  }

  @Test
  @DisplayName("An event without a place in the log cannot be a repeat")
  void withoutAPlace() throws Exception {
    rules.publish(1, "route all from TwinChangeEvents where true to events");
    try (var harness = opened(Sources.DEVICE_EVENTS)) {
      for (String place : new String[] {null, "", "1", "/", "x/0", "1/x", "1/99999999999"}) {
        for (int round = 0; round < 2; round++) {
          harness.processElement(record("twinChangeEvents", place), 0);
        }
      }
      assertThat(topics(harness)).hasSize(14);
    }
  }

  @Test
  @DisplayName("ROUTE-10, ROUTE-11: without a route an event goes nowhere, and nobody is told")
  void noFallback() throws Exception {
    int version = 0;
    for (String text :
        List.of("", "fallback on", "route one from DeviceMessages where true to events")) {
      rules.publish(++version, text);
      try (var harness = opened(Sources.DEVICE_EVENTS)) {
        oneOfEach(harness);
        assertThat(topics(harness)).as(text).isEmpty();
      }
    }
  }

  @Test
  @DisplayName("ROUTE-10: a record of no source, or of telemetry's, gets no fallback either")
  void unknownSources() throws Exception {
    rules.publish(
        1,
        """
        endpoint other kafka { topic = 'other' }
        route messages from DeviceMessages where true to other
        route digital from DigitalTwinChangeEvents where true to other
        """);
    try (var harness = opened(Sources.DEVICE_EVENTS)) {
      for (String source : new String[] {null, "", "Telemetry", "DeviceMessages", "else"}) {
        harness.processElement(record(source, null), 0);
      }
      assertThat(topics(harness)).isEmpty();
    }
  }

  @Test
  @DisplayName("ROUTE-10: what device-events has is never taken for telemetry, nor the reverse")
  void telemetryIsTelemetry() throws Exception {
    rules.publish(1, A_ROUTE_FOR_EACH);
    try (var harness = opened(Sources.TELEMETRY)) {
      TelemetryRecord forged = record("twinChangeEvents", "1/0");
      harness.processElement(forged, 0);
      harness.processElement(forged, 0);
      assertThat(topics(harness)).containsExactly("hub.messages.events", "hub.messages.events");
    }
  }

  @Test
  @DisplayName("ROUTE-04, OPS-10: a condition that is undefined for an event is reported")
  void undefinedConditionsAreReported() throws Exception {
    rules.publish(1, "route hot from TwinChangeEvents where $body.tags.t > 80 to events");
    try (var harness = opened(Sources.DEVICE_EVENTS)) {
      harness.processElement(twinEvent("d1", POSITION, 0), 0);
      assertThat(harness.extractOutputValues())
          .singleElement()
          .satisfies(
              report -> {
                assertThat(report.topic()).isEqualTo("hub.operations");
                assertThat(new String(report.value(), StandardCharsets.UTF_8))
                    .contains("UndefinedRouteEvaluation", "\"hot\"", "\"d1\"");
              });
    }
  }

  @Test
  @DisplayName("What happens to a recorded device is explained where a route names such events")
  void explained() throws Exception {
    rules.publish(1, "route moved from TwinChangeEvents where $body.tags.t > 80 to events");
    rules.recordings(new Recordings(List.of(new Recording("d1", Long.MAX_VALUE))));
    try (var harness = opened(Sources.DEVICE_EVENTS)) {
      oneOfEach(harness);
    }
    assertThat(explanations.explanations())
        .isNotEmpty()
        .allSatisfy(
            json -> assertThat(json).contains("\"source\":\"TwinChangeEvents\"", "\"asked\""));
  }

  @Test
  @DisplayName("Rules that are not understood are told by telemetry's chain, not by both")
  void refusedRulesAreToldOnce() throws Exception {
    rules.publish(1, A_ROUTE_FOR_EACH);
    try (var telemetry = opened(Sources.TELEMETRY);
        var events = opened(Sources.DEVICE_EVENTS)) {
      rules.publish(2, "route from nowhere");
      awaitMail(telemetry);
      awaitMail(events);
      assertThat(topics(telemetry)).containsExactly("hub.operations");
      assertThat(topics(events)).isEmpty();

      events.processElement(twinEvent("d1", POSITION, 0), 0);
      assertThat(topics(events)).containsExactly("twins");
    }
  }

  private OneInputStreamOperatorTestHarness<TelemetryRecord, OutboundRecord> opened(Sources kind)
      throws Exception {
    var harness =
        RoutingHarness.of(
            kind,
            rules,
            new RoutingStores(twins.factory(), MemoryShadowStore.NONE, explanations.factory()));
    harness.open();
    return harness;
  }

  private static void oneOfEach(
      OneInputStreamOperatorTestHarness<TelemetryRecord, OutboundRecord> harness) throws Exception {
    int index = 0;
    for (DeviceEventType type : DeviceEventType.values()) {
      harness.processElement(event(DEVICE, type, POSITION, index++, "{}"), 0);
    }
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

  private static TelemetryRecord twinEvent(String deviceId, long position, int index) {
    return event(
        TwinKey.device(deviceId), DeviceEventType.TWIN_UPDATED, position, index, "{\"version\":3}");
  }

  /** As the devices job writes it. */
  private static TelemetryRecord event(
      TwinKey key, DeviceEventType type, long position, int index, String body) {
    Effect.Happened event =
        new Effect.Happened(key, type, 1_790_000_000_000L, JsonNodeFactory.instance.objectNode());
    Headers headers = new RecordHeaders();
    DeviceEventHeaders.write(
        headers, "hub", new Stamped(key.deviceId(), position, index, event), event);
    return record(key.deviceId(), body, headers);
  }

  private static TelemetryRecord record(String source, String place) {
    Headers headers = new RecordHeaders();
    TelemetryHeaders.put(headers, TelemetryHeaders.MESSAGE_SOURCE, source);
    TelemetryHeaders.put(headers, DeviceEventHeaders.POSITION, place);
    return record("d1", "{}", headers);
  }

  private static TelemetryRecord record(String key, String body, Headers headers) {
    return new TelemetryRecord(
        key.getBytes(StandardCharsets.UTF_8),
        body.getBytes(StandardCharsets.UTF_8),
        headers,
        42,
        0,
        0);
  }
}
