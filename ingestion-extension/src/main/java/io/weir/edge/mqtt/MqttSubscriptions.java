package io.weir.edge.mqtt;

import com.hivemq.extension.sdk.api.auth.SubscriptionAuthorizer;
import com.hivemq.extension.sdk.api.auth.parameter.SubscriptionAuthorizerInput;
import com.hivemq.extension.sdk.api.auth.parameter.SubscriptionAuthorizerOutput;
import com.hivemq.extension.sdk.api.interceptor.subscribe.SubscribeInboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.subscribe.parameter.SubscribeInboundInput;
import com.hivemq.extension.sdk.api.interceptor.subscribe.parameter.SubscribeInboundOutput;
import com.hivemq.extension.sdk.api.packets.general.Qos;
import com.hivemq.extension.sdk.api.packets.subscribe.ModifiableSubscription;
import com.hivemq.extension.sdk.api.packets.subscribe.SubackReasonCode;
import java.util.Set;

/**
 * What a device may subscribe to (MQTT-20, 30, 40): four filters, so that the limit of five
 * (MQTT-42) cannot be passed. SUBACK answers 0x80 to anything else, and grants at most QoS 1.
 */
final class MqttSubscriptions implements SubscriptionAuthorizer, SubscribeInboundInterceptor {

  private static final Set<String> HUB_FILTERS =
      Set.of(
          "$iothub/twin/res/#",
          "$iothub/twin/PATCH/properties/desired/#",
          "$iothub/methods/POST/#");

  @Override
  public void authorizeSubscribe(
      SubscriptionAuthorizerInput input, SubscriptionAuthorizerOutput output) {
    String filter = input.getSubscription().getTopicFilter();
    if (allows(input.getClientInformation().getClientId(), filter)) {
      output.authorizeSuccessfully();
    } else {
      output.failAuthorization(SubackReasonCode.NOT_AUTHORIZED);
    }
  }

  static boolean allows(String deviceId, String filter) {
    return HUB_FILTERS.contains(filter)
        || filter.equals("devices/" + deviceId + "/messages/devicebound/#");
  }

  @Override
  public void onInboundSubscribe(SubscribeInboundInput input, SubscribeInboundOutput output) {
    for (ModifiableSubscription subscription : output.getSubscribePacket().getSubscriptions()) {
      if (subscription.getQos() == Qos.EXACTLY_ONCE) {
        subscription.setQos(Qos.AT_LEAST_ONCE);
      }
    }
  }
}
