package io.weir.device.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.weir.device.identity.TwinKey;
import io.weir.device.state.DeviceEventType;
import io.weir.device.state.Effect;
import io.weir.device.state.Stamped;
import io.weir.dsl.message.MessageSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The headers of a device event of each type, about a device and about a module, as version 1 wrote
 * them: one {@code name=value} a line, an empty line between two events.
 */
class GoldenDeviceEventsTest {

  private static final String GOLDEN = "/golden/v1/device-event-headers.txt";
  private static final long POSITION = 1_790_000_000_000_042L;

  @Test
  @DisplayName("ROUTE-14, EH-07, EH-09: headers are written as version 1 wrote them")
  void headersAreWritten() throws IOException {
    StringBuilder written = new StringBuilder();
    int index = 0;
    for (DeviceEventType type : DeviceEventType.values()) {
      for (TwinKey key : List.of(TwinKey.device("d;1"), new TwinKey("d;1", "Größe"))) {
        for (Header header : headers(key, type, index)) {
          written.append(header.key()).append('=').append(text(header)).append('\n');
        }
        written.append('\n');
        index++;
      }
    }
    assertThat(written).hasToString(golden());
  }

  @Test
  @DisplayName("ROUTE-14, EH-10: headers of version 1 are read as properties like any message's")
  void headersAreRead() throws IOException {
    List<Headers> events = new ArrayList<>();
    for (String block : golden().split("\n\n", -1)) {
      Headers headers = new RecordHeaders();
      for (String line : block.lines().toList()) {
        int equals = line.indexOf('=');
        headers.add(
            line.substring(0, equals), line.substring(equals + 1).getBytes(StandardCharsets.UTF_8));
      }
      events.add(headers);
    }
    Headers module = events.get(1);
    assertThat(TelemetryHeaders.properties(module))
        .isEqualTo(
            Map.of(
                "hubName", "hub",
                "deviceId", "d;1",
                "moduleId", "Größe",
                "operationTimestamp", "2026-09-21T14:13:20.000Z",
                "opType", "updateTwin",
                "iothub-message-schema", "twinChangeNotification"));
    assertThat(TelemetryHeaders.systemProperties(module))
        .isEqualTo(
            Map.of(
                "connectionDeviceId", "d;1",
                "connectionModuleId", "Größe",
                "enqueuedTime", "2026-09-21T14:13:20.000Z",
                "correlationId", "65bfeda25e02a",
                "userId", "hub",
                "contentType", "application/json",
                "contentEncoding", "utf-8"));
    assertThat(TelemetryHeaders.text(module, DeviceEventHeaders.POSITION))
        .isEqualTo("1790000000000042/1");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("ROUTE-01, EH-09: each event's source is one that a route can name")
  void sourcesHaveRoutes(DeviceEventType type) {
    String source =
        TelemetryHeaders.text(
            headers(TwinKey.device("d"), type, 0), TelemetryHeaders.MESSAGE_SOURCE);
    assertThat(MessageSource.named(source))
        .isPresent()
        .get()
        .isNotEqualTo(MessageSource.DEVICE_MESSAGES);
  }

  private static Headers headers(TwinKey key, DeviceEventType type, int index) {
    Effect.Happened event =
        new Effect.Happened(key, type, POSITION / 1000, JsonNodeFactory.instance.objectNode());
    Headers headers = new RecordHeaders();
    DeviceEventHeaders.write(
        headers, "hub", new Stamped(key.deviceId(), POSITION, index, event), event);
    return headers;
  }

  private static String text(Header header) {
    return new String(header.value(), StandardCharsets.UTF_8);
  }

  private static String golden() throws IOException {
    try (InputStream in = GoldenDeviceEventsTest.class.getResourceAsStream(GOLDEN)) {
      assertThat(in).as(GOLDEN).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
