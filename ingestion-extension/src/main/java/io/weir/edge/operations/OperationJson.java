package io.weir.edge.operations;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.edge.operations.OperationRecord.ConnectionDetails;
import io.weir.edge.operations.OperationRecord.Details;
import io.weir.edge.operations.OperationRecord.IdentityDetails;
import io.weir.edge.operations.OperationRecord.TelemetryDetails;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The JSON of an operation (OPS-01): {@code time}, {@code operationName}, {@code category}, {@code
 * level}, {@code statusCode} (six digits, or 200), {@code statusType}, {@code statusDescription},
 * {@code deviceId}, {@code durationMs}; and, where they are known, {@code protocol} and {@code
 * authType} (OPS-05), {@code messageSizeInBytes} and {@code batching} too (OPS-03), or {@code
 * userAgent} and {@code sharedAccessPolicy} (OPS-02).
 */
final class OperationJson {

  private static final ObjectMapper MAPPER = JsonMapper.builder().build();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private OperationJson() {}

  static byte[] encode(OperationRecord entry) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("time", TIME.format(entry.time()));
    json.put("operationName", entry.operationName());
    json.put("category", entry.details().category().wireName());
    json.put("level", entry.level().wireName());
    json.put("statusCode", entry.error() == null ? 200 : entry.error().code());
    json.put("statusType", entry.error() == null ? "Success" : entry.error().wireName());
    putIfKnown(json, "statusDescription", entry.description());
    putIfKnown(json, "deviceId", entry.deviceId());
    put(json, entry.details());
    json.put("durationMs", entry.durationMs());
    try {
      return MAPPER.writeValueAsBytes(json);
    } catch (JacksonException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void put(ObjectNode json, Details details) {
    if (details instanceof ConnectionDetails connection) {
      putIfKnown(json, "protocol", connection.protocol());
      putIfKnown(json, "authType", connection.authType());
    } else if (details instanceof TelemetryDetails telemetry) {
      putIfKnown(json, "protocol", telemetry.protocol());
      putIfKnown(json, "authType", telemetry.authType());
      json.put("messageSizeInBytes", telemetry.messageSizeInBytes());
      json.put("batching", 0);
    } else if (details instanceof IdentityDetails identity) {
      putIfKnown(json, "userAgent", identity.userAgent());
      putIfKnown(json, "sharedAccessPolicy", identity.sharedAccessPolicy());
    }
  }

  private static void putIfKnown(ObjectNode json, String name, String value) {
    if (value != null) {
      json.put(name, value);
    }
  }
}
