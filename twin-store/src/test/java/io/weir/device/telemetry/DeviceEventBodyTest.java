package io.weir.device.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.twin.TwinJson;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DeviceEventBodyTest {

  @Test
  @DisplayName("ROUTE-14: an event tells of metadata")
  void whole() {
    String text = body(1).toString();
    assertThat(told(body(1))).isEqualTo(text).contains("$metadata");
  }

  @Test
  @DisplayName("ROUTE-14: an event that would not fit into a record goes without metadata")
  void tooLong() {
    ObjectNode body = body(20_000);
    String told = told(body);
    assertThat(told).doesNotContain("$metadata").contains("\"k19999\":{}", "\"$version\":7");
    assertThat(told.length()).isLessThan(DeviceEventBody.MAX_WITH_METADATA);
    assertThat(body.at("/properties/reported/$metadata").size()).isEqualTo(20_000);
  }

  @Test
  @DisplayName("ROUTE-14: an event that no record holds says only that there was one")
  void farTooLong() {
    ObjectNode body = body(1);
    body.withObject("/properties").putObject("desired").put("a", "x".repeat(DeviceEventBody.MAX));
    assertThat(told(body)).isEqualTo("{\"version\":3}");
    assertThat(body.has("properties")).isTrue();
  }

  private static ObjectNode body(int keys) {
    ObjectNode body = (ObjectNode) TwinJson.parse("{\"version\":3,\"properties\":{}}");
    ObjectNode reported = body.withObject("/properties").putObject("reported");
    ObjectNode metadata = TwinJson.parse("{}").deepCopy();
    for (int i = 0; i < keys; i++) {
      reported.putObject("k" + i);
      metadata.putObject("k" + i).put("$lastUpdated", "2026-11-25T21:27:00.1234567Z");
    }
    reported.set("$metadata", metadata);
    reported.put("$version", 7);
    return body;
  }

  private static String told(ObjectNode body) {
    return new String(DeviceEventBody.bytes(body), StandardCharsets.UTF_8);
  }
}
