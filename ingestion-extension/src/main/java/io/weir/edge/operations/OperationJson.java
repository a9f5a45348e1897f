package io.weir.edge.operations;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The JSON of an operation (OPS-01, OPS-03, OPS-05): {@code time}, {@code operationName}, {@code
 * category}, {@code level}, {@code statusCode} (six digits, or 200), {@code statusType}, {@code
 * statusDescription}, {@code deviceId}, {@code durationMs}, and {@code protocol}, {@code authType},
 * {@code messageSizeInBytes} where they are known.
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
    json.put("category", entry.category().wireName());
    json.put("level", entry.level().wireName());
    json.put("statusCode", entry.error() == null ? 200 : entry.error().code());
    json.put("statusType", entry.error() == null ? "Success" : entry.error().wireName());
    putIfKnown(json, "statusDescription", entry.description());
    putIfKnown(json, "deviceId", entry.deviceId());
    putIfKnown(json, "protocol", entry.protocol());
    putIfKnown(json, "authType", entry.authType());
    if (entry.messageSizeInBytes() != null) {
      json.put("messageSizeInBytes", entry.messageSizeInBytes());
    }
    json.put("durationMs", entry.durationMs());
    try {
      return MAPPER.writeValueAsBytes(json);
    } catch (JacksonException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void putIfKnown(ObjectNode json, String name, String value) {
    if (value != null) {
      json.put(name, value);
    }
  }
}
