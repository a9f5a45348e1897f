package io.weir.edge.mqtt;

import com.hivemq.extension.sdk.api.interceptor.publish.PublishOutboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishOutboundInput;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishOutboundOutput;

/**
 * Keeps what is sent to a device behind the PUBACKs that were let go before, by being there: the
 * broker takes what passes an interceptor of a client one after the other. Without one it writes a
 * message at once, while a PUBACK is still on its way back from {@link MqttPuback}; and some SDKs
 * wait for ever when the answer to a twin request comes before the request's PUBACK.
 */
final class MqttOrder implements PublishOutboundInterceptor {

  @Override
  public void onOutboundPublish(PublishOutboundInput input, PublishOutboundOutput output) {}
}
