package io.weir.edge.mqtt;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.error.HubError;
import io.weir.device.twin.TwinJson;
import java.util.UUID;

/** Errors as devices read them in answers (MQTT-35). */
final class MqttErrors {

  private MqttErrors() {}

  static String body(HubError error, String message) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("errorCode", error.code());
    json.put("trackingId", UUID.randomUUID().toString());
    json.put("message", message);
    return TwinJson.text(json);
  }
}
