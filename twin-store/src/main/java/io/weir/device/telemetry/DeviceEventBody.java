package io.weir.device.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.twin.TwinJson;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The body of a record on {@code device-events}. A twin's {@code $metadata} may be many times as
 * long as its values; a body that it would take past {@link #MAX_WITH_METADATA} goes without, and
 * one that is still too long says only that there was a change, so that every event fits into a
 * record of the topic and of any endpoint.
 */
public final class DeviceEventBody {

  /** As long as a device's message may be (LIM-01). */
  static final int MAX_WITH_METADATA = 256 * 1024;

  /** Less than any record may have, with the headers of the event. */
  static final int MAX = 900 * 1024;

  private static final String METADATA = "$metadata";

  private DeviceEventBody() {}

  /** UTF-8 JSON. */
  public static byte[] bytes(ObjectNode body) {
    byte[] whole = utf8(body);
    if (whole.length <= MAX_WITH_METADATA) {
      return whole;
    }
    ObjectNode copy = body.deepCopy();
    byte[] values = utf8(withoutMetadata(copy));
    // An event that no topic takes would stop the job for good.
    return values.length <= MAX ? values : utf8(copy.without(List.of("tags", "properties")));
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
