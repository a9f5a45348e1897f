package io.weir.edge.mqtt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.hivemq.extension.sdk.api.packets.general.Qos;
import com.hivemq.extension.sdk.api.services.builder.Builders;
import com.hivemq.extension.sdk.api.services.publish.PublishService;
import io.weir.device.error.HubError;
import io.weir.device.twin.TwinJson;
import io.weir.edge.connection.DeviceListener;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The MQTT end of one connection. */
record MqttListener(MqttSessions sessions, MqttSession session, PublishService publishes)
    implements DeviceListener {

  private static final Logger LOG = LoggerFactory.getLogger(MqttListener.class);

  @Override
  public void close(HubError reason) {
    sessions.disconnect(session);
  }

  /**
   * MQTT-36; what a device cannot be told it must not miss, so it has to come anew. Of a device
   * that acknowledges none of a thousand the broker forgets the oldest: the versions of the others
   * show the gap, and a GET closes it.
   */
  @Override
  public void desiredChanged(long version, ObjectNode properties) {
    byte[] body = TwinJson.text(properties).getBytes(StandardCharsets.UTF_8);
    var unused =
        session
            .tell(
                () ->
                    publishes.publishToClient(
                        Builders.publish()
                            .topic("$iothub/twin/PATCH/properties/desired/?$version=" + version)
                            .qos(Qos.AT_LEAST_ONCE)
                            .payload(ByteBuffer.wrap(body))
                            .build(),
                        session.clientId()))
            .exceptionally(
                failure -> {
                  LOG.warn("'{}' could not be told of its twin", session.clientId(), failure);
                  session.close(HubError.SERVICE_UNAVAILABLE);
                  return null;
                });
  }
}
