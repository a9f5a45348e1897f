package io.weir.edge.mqtt;

import com.hivemq.extension.sdk.api.interceptor.connect.ConnectInboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.connect.parameter.ConnectInboundInput;
import com.hivemq.extension.sdk.api.interceptor.connect.parameter.ConnectInboundOutput;
import com.hivemq.extension.sdk.api.packets.connect.ConnectPacket;

/**
 * Opens the session, and takes the will out of the CONNECT: the broker would publish it among its
 * own subscribers, the hub makes it a message of the device (MQTT-08).
 */
final class MqttConnect implements ConnectInboundInterceptor {
  private final MqttSessions sessions;

  MqttConnect(MqttSessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public void onConnect(ConnectInboundInput input, ConnectInboundOutput output) {
    ConnectPacket packet = input.getConnectPacket();
    sessions.start(
        input.getConnectionInformation(),
        packet.getClientId(),
        packet.getWillPublish().orElse(null));
    if (packet.getWillPublish().isPresent()) {
      output.getConnectPacket().setWillPublish(null);
    }
  }
}
