package io.weir.edge.mqtt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.error.HubError;
import io.weir.edge.connection.DeviceListener;

/** The MQTT end of one connection. */
record MqttListener(MqttSessions sessions, MqttSession session) implements DeviceListener {

  @Override
  public void close(HubError reason) {
    sessions.disconnect(session);
  }

  @Override
  public void desiredChanged(long version, ObjectNode properties) {}
}
