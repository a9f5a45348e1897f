package io.weir.jobs.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.jobs.explain.MemoryExplanationStore;
import io.weir.jobs.kafka.OutboundRecord;
import io.weir.jobs.shadow.MemoryShadowStore;
import io.weir.jobs.twins.ScriptedTwins;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RoutingReportsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long MINUTE = 60_000;

  private final ScriptedRules rules = new ScriptedRules();
  private final ScriptedTwins twins = new ScriptedTwins();
  private OneInputStreamOperatorTestHarness<TelemetryRecord, OutboundRecord> harness;

  @BeforeEach
  void open() throws Exception {
    rules.publish(
        1,
        """
        endpoint alerts kafka { topic = 'alerts' }
        route hot from DeviceMessages where $body.temperature > 80 to alerts
        route loud from DeviceMessages where $body.noise > 80 to alerts
        fallback off
        """);
    harness =
        RoutingHarness.of(
            Sources.TELEMETRY,
            rules,
            new RoutingStores(
                twins.factory(), MemoryShadowStore.NONE, MemoryExplanationStore.UNREAD));
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  @DisplayName("ROUTE-04, OPS-07, OPS-10: an undefined condition is reported by its route's name")
  void undefinedConditionsAreReported() throws Exception {
    harness.setProcessingTime(1_790_000_000_000L);
    send("{\"temperature\":90}");
    assertThat(reports())
        .containsExactly(
            JSON.readTree(
                """
                {"time":"2026-09-21T14:13:20.000Z","operationName":"UndefinedRouteEvaluation",
                 "category":"Routes","level":"Error","statusCode":400004,
                 "statusType":"ArgumentInvalid",
                 "statusDescription":"The condition of the route was undefined for the message.",
                 "deviceId":"d1","messageId":"m1","routeName":"loud","messageSizeInBytes":18,
                 "durationMs":0}
                """));
    assertThat(harness.extractOutputValues()).extracting(OutboundRecord::topic).contains("alerts");
  }

  @Test
  @DisplayName("ROUTE-10, OPS-10: a message that goes nowhere is reported as orphaned")
  void orphansAreReported() throws Exception {
    send("{\"temperature\":1,\"noise\":1}");
    assertThat(reports())
        .singleElement()
        .satisfies(
            report -> {
              assertThat(report.get("operationName").asText()).isEqualTo("OrphanedMessage");
              assertThat(report.get("statusCode").asInt()).isEqualTo(404000);
              assertThat(report.has("routeName")).isFalse();
            });
  }

  @Test
  @DisplayName(
      "OPS-10: one record a minute for each operation and route, with the number held back")
  void reportsAreLimited() throws Exception {
    for (int i = 0; i < 3; i++) {
      send("{}");
    }
    assertThat(reports())
        .extracting(report -> report.path("routeName").asText())
        .containsExactly("hot", "loud", "");
    harness.setProcessingTime(MINUTE - 1);
    send("{}");
    assertThat(reports()).hasSize(3);

    harness.setProcessingTime(MINUTE);
    send("{\"temperature\":90}");
    assertThat(reports()).hasSize(4);
    assertThat(reports().get(3).get("routeName").asText()).isEqualTo("loud");
    assertThat(reports().get(3).get("details").asText())
        .isEqualTo("3 more of its kind since the last record.");
  }

  private void send(String body) throws Exception {
    RecordHeaders headers = new RecordHeaders();
    headers.add("content-type", "application/json".getBytes(StandardCharsets.UTF_8));
    headers.add("content-encoding", "utf-8".getBytes(StandardCharsets.UTF_8));
    headers.add("message-id", "m1".getBytes(StandardCharsets.UTF_8));
    harness.processElement(
        new TelemetryRecord(
            "d1".getBytes(StandardCharsets.UTF_8),
            body.getBytes(StandardCharsets.UTF_8),
            headers,
            42,
            0,
            0),
        0);
  }

  private List<JsonNode> reports() {
    return harness.extractOutputValues().stream()
        .filter(record -> record.topic().equals("hub.operations"))
        .map(RoutingReportsTest::json)
        .toList();
  }

  private static JsonNode json(OutboundRecord record) {
    try {
      return JSON.readTree(record.value());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
