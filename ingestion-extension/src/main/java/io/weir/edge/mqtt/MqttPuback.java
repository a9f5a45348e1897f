package io.weir.edge.mqtt;

import com.hivemq.extension.sdk.api.async.Async;
import com.hivemq.extension.sdk.api.interceptor.puback.PubackOutboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.puback.parameter.PubackOutboundInput;
import com.hivemq.extension.sdk.api.interceptor.puback.parameter.PubackOutboundOutput;
import io.weir.device.error.HubError;
import io.weir.edge.mqtt.MqttSession.Unacknowledged;
import io.weir.edge.node.LeaseState;
import io.weir.edge.node.NodeLease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds each PUBACK of one connection until Kafka has the message and the node's lease is live
 * (MQTT-14; design, "The log's rules" 7).
 *
 * <p>The broker knows no way to drop a PUBACK here; a time-out lets it out, too. So where it must
 * not leave, the socket is closed first, and the broker goes on when that is done. The hook's own
 * time-out is never reached: {@link MqttSessions} closes the connection long before.
 */
final class MqttPuback implements PubackOutboundInterceptor {

  private static final Logger LOG = LoggerFactory.getLogger(MqttPuback.class);

  private final MqttSession session;
  private final NodeLease lease;

  MqttPuback(MqttSession session, NodeLease lease) {
    this.session = session;
    this.lease = lease;
  }

  @Override
  public void onOutboundPuback(PubackOutboundInput input, PubackOutboundOutput output) {
    Unacknowledged next = session.nextUnacknowledged();
    boolean expected =
        next != null && next.packetId() == input.getPubackPacket().getPacketIdentifier();
    if (expected && next.isStored() && session.accepts() && lease.state() == LeaseState.LIVE) {
      next.acknowledged().complete(null);
      return;
    }
    Async<PubackOutboundOutput> held = output.async(MqttSession.NEVER);
    session.hold(held);
    try {
      if (expected && session.accepts()) {
        session.waiting(true);
        var unused = next.stored().whenComplete((stored, failure) -> release(held, next, failure));
      } else {
        withhold(HubError.SERVER_ERROR);
      }
    } catch (RuntimeException e) {
      LOG.error("A PUBACK of '{}' could not be held", session.clientId(), e);
      withhold(HubError.SERVER_ERROR);
    }
  }

  private void release(
      Async<PubackOutboundOutput> held, Unacknowledged publish, Throwable failure) {
    LeaseState state = lease.state();
    if (failure != null || !session.accepts() || state == LeaseState.LAPSED) {
      withhold(HubError.SERVICE_UNAVAILABLE);
    } else if (state == LeaseState.STALE) {
      var unused = lease.whenLive().whenComplete((live, lapsed) -> release(held, publish, lapsed));
    } else {
      session.waiting(false);
      session.release(held);
      publish.acknowledged().complete(null);
    }
  }

  /** The broker goes on when the socket is closed. */
  private void withhold(HubError reason) {
    session.waiting(false);
    session.close(reason);
  }
}
