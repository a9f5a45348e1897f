package io.weir.device.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.message.SystemProperty;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The headers of a telemetry record as the first release wrote them, one {@code name=value} a line.
 */
class GoldenTelemetryTest {

  private static final String GOLDEN = "/golden/v1/telemetry-headers.txt";

  @Test
  @DisplayName("EH-07 to EH-10: headers of version 1 are read")
  void headersAreRead() throws IOException {
    Headers headers = new RecordHeaders();
    for (String line : golden()) {
      int equals = line.indexOf('=');
      headers.add(
          line.substring(0, equals), line.substring(equals + 1).getBytes(StandardCharsets.UTF_8));
    }
    assertThat(TelemetryHeaders.systemProperties(headers))
        .hasSize(SystemProperty.values().length)
        .containsEntry("connectionDeviceId", "d;1")
        .containsEntry("connectionModuleId", "m1")
        .containsEntry("connectionDeviceGenerationId", "1790000000000001")
        .containsEntry("enqueuedTime", "2026-09-21T14:13:20.000Z")
        .containsEntry("messageId", "m-1")
        .containsEntry("to", "/devices/d%3B1/messages/events")
        .containsEntry("contentType", "application/json")
        .containsEntry("dt-subject", "boiler");
    assertThat(TelemetryHeaders.properties(headers))
        .isEqualTo(Map.of("level", "critical", "Größe", "10 µm", "message-id", "forged"));
    assertThat(TelemetryHeaders.text(headers, TelemetryHeaders.ABSOLUTE_EXPIRY_TIME))
        .isEqualTo("2026-09-21T15:13:20Z");
  }

  @Test
  @DisplayName("EH-07 to EH-10: headers are written as version 1 wrote them")
  void headersAreWritten() throws IOException {
    Headers headers = new RecordHeaders();
    TelemetryHeaders.put(headers, TelemetryHeaders.CONNECTION_DEVICE_ID, "d;1");
    TelemetryHeaders.put(headers, TelemetryHeaders.CONNECTION_MODULE_ID, "m1");
    TelemetryHeaders.put(
        headers,
        TelemetryHeaders.CONNECTION_AUTH_METHOD,
        "{\"scope\":\"device\",\"type\":\"sas\",\"issuer\":\"iothub\","
            + "\"acceptingIpFilterRule\":null}");
    TelemetryHeaders.put(
        headers, TelemetryHeaders.CONNECTION_AUTH_GENERATION_ID, "1790000000000001");
    TelemetryHeaders.put(headers, TelemetryHeaders.ENQUEUED_TIME, "2026-09-21T14:13:20.000Z");
    TelemetryHeaders.put(
        headers, TelemetryHeaders.MESSAGE_SOURCE, TelemetryHeaders.SOURCE_TELEMETRY);
    TelemetryHeaders.put(headers, TelemetryHeaders.MESSAGE_ID, "m-1");
    TelemetryHeaders.put(headers, TelemetryHeaders.CORRELATION_ID, "c-1");
    TelemetryHeaders.put(headers, TelemetryHeaders.USER_ID, "u-1");
    TelemetryHeaders.put(headers, TelemetryHeaders.TO, "/devices/d%3B1/messages/events");
    TelemetryHeaders.put(headers, TelemetryHeaders.CONTENT_TYPE, "application/json");
    TelemetryHeaders.put(headers, TelemetryHeaders.CONTENT_ENCODING, "utf-8");
    TelemetryHeaders.put(headers, TelemetryHeaders.ABSOLUTE_EXPIRY_TIME, "2026-09-21T15:13:20Z");
    TelemetryHeaders.put(headers, TelemetryHeaders.MESSAGE_SCHEMA, "s-1");
    TelemetryHeaders.put(headers, TelemetryHeaders.CREATION_TIME_UTC, "2026-09-21T14:13:19Z");
    TelemetryHeaders.put(headers, TelemetryHeaders.INTERFACE_ID, "i-1");
    TelemetryHeaders.put(headers, TelemetryHeaders.DT_DATASCHEMA, "dtmi:weir:Plant;1");
    TelemetryHeaders.put(headers, TelemetryHeaders.DT_SUBJECT, "boiler");
    TelemetryHeaders.put(headers, TelemetryHeaders.ACK, "full");
    TelemetryHeaders.putProperty(headers, "level", "critical");
    TelemetryHeaders.putProperty(headers, "Größe", "10 µm");
    TelemetryHeaders.putProperty(headers, "message-id", "forged");

    List<String> lines = new ArrayList<>();
    headers.forEach(
        header ->
            lines.add(header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8)));
    assertThat(lines).isEqualTo(golden());
  }

  private static List<String> golden() throws IOException {
    try (InputStream in = GoldenTelemetryTest.class.getResourceAsStream(GOLDEN)) {
      assertThat(in).as(GOLDEN).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
