package io.weir.edge.mqtt;

import com.hivemq.extension.sdk.api.packets.general.Qos;
import com.hivemq.extension.sdk.api.services.builder.Builders;
import com.hivemq.extension.sdk.api.services.publish.PublishService;
import io.weir.device.error.HubError;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Says no to twin requests, which this hub does not serve yet, in the protocol's own terms
 * (MQTT-34, MQTT-35): a caller learns it at once, and its connection goes on.
 */
final class TwinRefusals {
  private static final byte[] BODY =
      ("{\"errorCode\":"
              + HubError.INVALID_OPERATION.code()
              + ",\"message\":\"This hub does not serve device twins.\"}")
          .getBytes(StandardCharsets.UTF_8);

  private final PublishService publishes;

  TwinRefusals(PublishService publishes) {
    this.publishes = publishes;
  }

  void refuse(String clientId, DeviceTopic.TwinRequest request) {
    if (request.requestId() == null) {
      return;
    }
    var unused =
        publishes.publishToClient(
            Builders.publish()
                .topic("$iothub/twin/res/400/?$rid=" + request.requestId())
                .qos(Qos.AT_MOST_ONCE)
                .payload(ByteBuffer.wrap(BODY))
                .build(),
            clientId);
  }
}
