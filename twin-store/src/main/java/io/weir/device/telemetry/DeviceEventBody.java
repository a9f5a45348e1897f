package io.weir.device.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.twin.TwinJson;
import java.nio.charset.StandardCharsets;

/**
 * The body of a record on {@code device-events}. A twin's {@code $metadata} may be many times as
 * long as its values; a body that it would take past {@link #MAX_WITH_METADATA} goes without, so
 * that every event fits into a record of the topic and of any endpoint.
 */
public final class DeviceEventBody {

  /** As long as a device's message may be (LIM-01). */
  static final int MAX_WITH_METADATA = 256 * 1024;

  private static final String METADATA = "$metadata";

  private DeviceEventBody() {}

  /** UTF-8 JSON. */
  public static byte[] bytes(ObjectNode body) {
    byte[] whole = utf8(body);
    return whole.length <= MAX_WITH_METADATA ? whole : utf8(withoutMetadata(body.deepCopy()));
  }

  private static ObjectNode withoutMetadata(ObjectNode body) {
    body.remove(METADATA);
    JsonNode properties = body.path("properties");
    for (JsonNode section : properties) {
      if (section instanceof ObjectNode object) {
        object.remove(METADATA);
      }
    }
    return body;
  }

  private static byte[] utf8(ObjectNode body) {
    return TwinJson.text(body).getBytes(StandardCharsets.UTF_8);
  }
}
