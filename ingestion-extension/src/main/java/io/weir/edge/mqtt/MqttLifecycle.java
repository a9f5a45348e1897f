package io.weir.edge.mqtt;

import com.hivemq.extension.sdk.api.events.client.ClientLifecycleEventListener;
import com.hivemq.extension.sdk.api.events.client.parameters.AuthenticationSuccessfulInput;
import com.hivemq.extension.sdk.api.events.client.parameters.ClientInitiatedDisconnectInput;
import com.hivemq.extension.sdk.api.events.client.parameters.ConnectionStartInput;
import com.hivemq.extension.sdk.api.events.client.parameters.DisconnectEventInput;
import com.hivemq.extension.sdk.api.events.client.parameters.ServerInitiatedDisconnectInput;
import com.hivemq.extension.sdk.api.packets.general.DisconnectedReasonCode;
import io.weir.device.error.HubError;
import io.weir.edge.connection.DeviceConnection;
import io.weir.edge.mqtt.MqttSession.Admission;
import io.weir.edge.telemetry.DeviceMessage;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Ends sessions with their sockets, and sends the will when no DISCONNECT came (MQTT-08). Tells
 * operators what the broker refuses and closes of its own.
 */
final class MqttLifecycle implements ClientLifecycleEventListener {

  /** Revoked, expired, or nobody knows: the node's lease or Kafka is gone. */
  private static final Set<HubError> SILENCING =
      EnumSet.of(HubError.UNAUTHORIZED, HubError.TOKEN_EXPIRED, HubError.SERVICE_UNAVAILABLE);

  private final MqttSessions sessions;
  private final MqttOperations operations;

  MqttLifecycle(MqttSessions sessions, MqttOperations operations) {
    this.sessions = sessions;
    this.operations = operations;
  }

  @Override
  public void onMqttConnectionStart(ConnectionStartInput input) {}

  @Override
  public void onAuthenticationSuccessful(AuthenticationSuccessfulInput input) {}

  @Override
  public void onClientInitiatedDisconnect(ClientInitiatedDisconnectInput input) {
    end(input, false);
  }

  @Override
  public void onServerInitiatedDisconnect(ServerInitiatedDisconnectInput input) {
    if (input.getReasonCode().orElse(null) == DisconnectedReasonCode.SESSION_TAKEN_OVER) {
      sessions
          .of(input.getConnectionInformation())
          .ifPresent(session -> session.close(HubError.CONNECTION_TAKEN_OVER));
    }
    if (isOnTheWayIn(input)) {
      BrokerReason reason = BrokerReason.of(input);
      operations.refused(
          input.getClientInformation().getClientId(), reason.error(), reason.description());
    }
    end(input, true);
  }

  /** Every other end. */
  @Override
  public void onDisconnect(DisconnectEventInput input) {
    end(input, true);
  }

  private void end(DisconnectEventInput input, boolean withWill) {
    MqttSession session = sessions.of(input.getConnectionInformation()).orElse(null);
    if (session == null) {
      return;
    }
    Admission admission = session.admission();
    if (withWill && admission != null && mayStillSpeak(admission.connection())) {
      sendWill(session, admission);
    }
    if (sessions.end(session) && admission != null) {
      operations.disconnected(
          admission.connection(),
          input instanceof ServerInitiatedDisconnectInput broker
              ? Optional.of(BrokerReason.of(broker))
              : Optional.empty());
    }
  }

  /** What the extension refuses itself comes as a failed authentication instead. */
  private boolean isOnTheWayIn(DisconnectEventInput input) {
    return sessions
        .of(input.getConnectionInformation())
        .map(session -> session.connection() == null)
        .orElse(true);
  }

  /** A device that has lost its right to send has lost it for its will, too. */
  private static boolean mayStillSpeak(DeviceConnection connection) {
    HubError reason = connection.closedFor();
    return reason == null || !SILENCING.contains(reason);
  }

  private void sendWill(MqttSession session, Admission admission) {
    DeviceMessage will = admission.will();
    if (will == null || session.hasEnded()) {
      return;
    }
    if (!admission.sender().hasRoomFor(will)) {
      lost(admission, HubError.THROTTLED);
      return;
    }
    admission
        .sender()
        .publish(
            will,
            failure -> {
              if (failure != null) {
                lost(admission, HubError.SERVICE_UNAVAILABLE);
              }
            });
  }

  private void lost(Admission admission, HubError error) {
    operations.messageRefused(
        admission.connection(), error, "The will could not be stored.", admission.will().size());
  }
}
