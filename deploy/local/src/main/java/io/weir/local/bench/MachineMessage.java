package io.weir.local.bench;

import io.weir.device.telemetry.TelemetryHeaders;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * What a machine sends.
 *
 * @param properties of the application
 * @param body JSON
 */
record MachineMessage(String deviceId, Map<String, String> properties, String body) {
  private static final String AUTH_METHOD =
      "{\"scope\":\"device\",\"type\":\"sas\",\"issuer\":\"iothub\"}";
  private static final String GENERATION = "638999999999999999";

  MachineMessage {
    properties = Map.copyOf(properties);
  }

  /** As an edge node writes it. */
  ProducerRecord<byte[], byte[]> record(String topic) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic,
            deviceId.getBytes(StandardCharsets.UTF_8),
            body.getBytes(StandardCharsets.UTF_8));
    headers().forEach((name, value) -> TelemetryHeaders.put(record.headers(), name, value));
    putProperties(record.headers());
    return record;
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(TelemetryHeaders.CONNECTION_DEVICE_ID, deviceId);
    headers.put(TelemetryHeaders.CONNECTION_AUTH_METHOD, AUTH_METHOD);
    headers.put(TelemetryHeaders.CONNECTION_AUTH_GENERATION_ID, GENERATION);
    headers.put(TelemetryHeaders.MESSAGE_SOURCE, TelemetryHeaders.SOURCE_TELEMETRY);
    headers.put(TelemetryHeaders.ENQUEUED_TIME, "2026-01-01T00:00:00.000Z");
    headers.put(TelemetryHeaders.CONTENT_TYPE, "application/json");
    headers.put(TelemetryHeaders.CONTENT_ENCODING, "utf-8");
    return headers;
  }

  private void putProperties(Headers headers) {
    properties.forEach((name, value) -> TelemetryHeaders.putProperty(headers, name, value));
  }
}
