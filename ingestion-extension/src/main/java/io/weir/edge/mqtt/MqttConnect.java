package io.weir.edge.mqtt;

import com.hivemq.extension.sdk.api.interceptor.connect.ConnectInboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.connect.parameter.ConnectInboundInput;
import com.hivemq.extension.sdk.api.interceptor.connect.parameter.ConnectInboundOutput;
import com.hivemq.extension.sdk.api.packets.connect.ConnectPacket;
import com.hivemq.extension.sdk.api.packets.publish.ModifiableConnectPacket;

/**
 * Opens the session, and leaves the broker little of the CONNECT to act on by itself.
 *
 * <ul>
 *   <li>The will: the broker would publish it among its own subscribers, the hub makes it a message
 *       of the device (MQTT-08).
 *   <li>The broker's session: it ends with the connection, whatever the device asks for (design,
 *       "The log's rules" 9). Otherwise the broker would keep it for ever, also of a deleted
 *       device, and the messages of QoS 2 that it has seen with it.
 *   <li>The keep-alive: the broker caps that of MQTT 5 only (NET-11).
 * </ul>
 */
final class MqttConnect implements ConnectInboundInterceptor {

  /** The broker closes at 1.5 times the keep-alive: after 1,767 s (NET-11). */
  static final int MAX_KEEP_ALIVE_SECONDS = 1178;

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
        !packet.getCleanStart(),
        packet.getWillPublish().orElse(null));
    ModifiableConnectPacket connect = output.getConnectPacket();
    connect.setWillPublish(null);
    connect.setCleanStart(true);
    connect.setSessionExpiryInterval(0);
    if (packet.getKeepAlive() == 0 || packet.getKeepAlive() > MAX_KEEP_ALIVE_SECONDS) {
      connect.setKeepAlive(MAX_KEEP_ALIVE_SECONDS);
    }
  }
}
