package io.weir.edge.mqtt;

import com.hivemq.extension.sdk.api.interceptor.pubrec.PubrecOutboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.pubrec.parameter.PubrecOutboundInput;
import com.hivemq.extension.sdk.api.interceptor.pubrec.parameter.PubrecOutboundOutput;
import io.weir.device.error.HubError;

/**
 * Lets no PUBREC out: the hub does not serve QoS 2 (MQTT-14). The broker writes one by itself, and
 * asks no other interceptor, when the device sends a packet id of QoS 2 again; the device would
 * take its message for stored.
 */
final class MqttPubrec implements PubrecOutboundInterceptor {

  private final MqttSession session;

  MqttPubrec(MqttSession session) {
    this.session = session;
  }

  @Override
  public void onOutboundPubrec(PubrecOutboundInput input, PubrecOutboundOutput output) {
    session.hold(output.async(MqttSession.NEVER));
    session.close(HubError.INVALID_OPERATION);
  }
}
