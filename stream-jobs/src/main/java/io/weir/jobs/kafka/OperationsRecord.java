package io.weir.jobs.kafka;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * What goes to the operations topic, in the shape of {@code OPS-01}.
 *
 * @param time epoch milliseconds
 * @param operation what was being done, such as {@code decideCommand}
 * @param category by {@code OPS-09}, such as {@code DeviceIdentityOperations}
 * @param statusCode six digits of {@code ERR-05}
 * @param statusType its name
 * @param description one sentence
 * @param deviceId null when no device is concerned
 * @param route what a record of the category {@code Routes} adds; null in others
 */
public record OperationsRecord(
    long time,
    String operation,
    String category,
    int statusCode,
    String statusType,
    String description,
    String deviceId,
    Route route) {

  /**
   * What {@code OPS-07} adds; whatever is not known is null.
   *
   * @param details one sentence
   * @param messageSizeInBytes the body's
   */
  public record Route(
      String messageId,
      String routeName,
      String endpointName,
      String details,
      Integer messageSizeInBytes) {}

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** The record as it is sent, keyed by the device id. */
  public OutboundRecord to(String topic) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("time", TIME.format(Instant.ofEpochMilli(time)));
    json.put("operationName", operation);
    json.put("category", category);
    json.put("level", "Error");
    json.put("statusCode", statusCode);
    json.put("statusType", statusType);
    json.put("statusDescription", description);
    putIfKnown(json, "deviceId", deviceId);
    if (route != null) {
      putIfKnown(json, "messageId", route.messageId);
      putIfKnown(json, "routeName", route.routeName);
      putIfKnown(json, "endpointName", route.endpointName);
      putIfKnown(json, "details", route.details);
      if (route.messageSizeInBytes != null) {
        json.put("messageSizeInBytes", route.messageSizeInBytes);
      }
    }
    json.put("durationMs", 0);
    return new OutboundRecord(
        topic,
        null,
        null,
        deviceId == null ? null : deviceId.getBytes(StandardCharsets.UTF_8),
        json.toString().getBytes(StandardCharsets.UTF_8),
        OutboundRecord.NO_HEADERS);
  }

  private static void putIfKnown(ObjectNode json, String name, String value) {
    if (value != null) {
      json.put(name, value);
    }
  }
}
