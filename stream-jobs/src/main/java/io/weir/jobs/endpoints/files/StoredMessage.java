package io.weir.jobs.endpoints.files;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.device.telemetry.EventJson;
import io.weir.device.telemetry.TelemetryHeaders;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A message as files have it ({@code ROUTE-16}).
 *
 * @param enqueuedTimeUtc ISO-8601
 * @param properties the application's; one without a value has an empty one
 * @param systemProperties by their names in {@code ROUTE-06}
 * @param body its bytes, read-only
 * @param json the body, where it is JSON
 */
record StoredMessage(
    String enqueuedTimeUtc,
    Map<String, String> properties,
    Map<String, String> systemProperties,
    ByteBuffer body,
    Optional<JsonNode> json) {

  static final String ENQUEUED_TIME = "EnqueuedTimeUtc";
  static final String PROPERTIES = "Properties";
  static final String SYSTEM_PROPERTIES = "SystemProperties";
  static final String BODY = "Body";

  static StoredMessage of(ConsumerRecord<byte[], byte[]> message) {
    Map<String, String> properties = new LinkedHashMap<>();
    TelemetryHeaders.properties(message.headers())
        .forEach((name, value) -> properties.put(name, value == null ? "" : value));
    byte[] body = message.value() == null ? new byte[0] : message.value();
    return new StoredMessage(
        EventJson.enqueuedTime(message),
        properties,
        TelemetryHeaders.systemProperties(message.headers()),
        ByteBuffer.wrap(body).asReadOnlyBuffer(),
        EventJson.body(message));
  }
}
