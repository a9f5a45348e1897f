package io.weir.jobs.shadow;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.dsl.endpoint.Endpoint;
import io.weir.dsl.message.Message;
import io.weir.dsl.message.SystemProperty;
import java.util.List;

/**
 * A message about which two rule sets do not agree, as {@code rule_shadow_counts} keeps it: {@code
 * {"deviceId", "messageId", "enqueuedTime", "live": [endpoints], "shadow": [endpoints]}}. What is
 * not known is left out.
 */
public final class ShadowSample {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** A message id has no limit of its own but that of the message. */
  private static final int MAX_TEXT = 256;

  private ShadowSample() {}

  /**
   * The JSON.
   *
   * @param live where the rules in force send the message
   * @param shadow where the shadow would
   */
  public static String of(Message message, List<Endpoint> live, List<Endpoint> shadow) {
    ObjectNode json = MAPPER.createObjectNode();
    put(json, "deviceId", message.systemProperty(SystemProperty.CONNECTION_DEVICE_ID));
    put(json, "messageId", message.systemProperty(SystemProperty.MESSAGE_ID));
    put(json, "enqueuedTime", message.systemProperty(SystemProperty.ENQUEUED_TIME));
    put(json, "live", live);
    put(json, "shadow", shadow);
    return json.toString();
  }

  private static void put(ObjectNode json, String name, String text) {
    if (text != null) {
      json.put(name, text.substring(0, Math.min(text.length(), MAX_TEXT)));
    }
  }

  private static void put(ObjectNode json, String name, List<Endpoint> endpoints) {
    ArrayNode names = json.putArray(name);
    endpoints.forEach(endpoint -> names.add(endpoint.name()));
  }
}
