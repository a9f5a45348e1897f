package io.weir.edge.mqtt;

import com.hivemq.extension.sdk.api.events.client.parameters.ServerInitiatedDisconnectInput;
import com.hivemq.extension.sdk.api.packets.general.DisconnectedReasonCode;
import io.weir.device.error.HubError;

/** Why the broker itself refused or closed a connection, in the hub's terms. */
record BrokerReason(HubError error, String description) {

  /** To MQTT 3.1.1 clients the broker often names no reason: they broke the protocol then. */
  static BrokerReason of(ServerInitiatedDisconnectInput input) {
    HubError error =
        input.getReasonCode().map(BrokerReason::error).orElse(HubError.INVALID_OPERATION);
    String words =
        input
            .getReasonString()
            .or(() -> input.getReasonCode().map(DisconnectedReasonCode::name))
            .orElse("a violation of the protocol");
    return new BrokerReason(error, "The broker closed the connection: " + words);
  }

  private static HubError error(DisconnectedReasonCode code) {
    return switch (code) {
      case PACKET_TOO_LARGE -> HubError.MESSAGE_TOO_LARGE;
      case MALFORMED_PACKET, PAYLOAD_FORMAT_INVALID, TOPIC_NAME_INVALID, TOPIC_FILTER_INVALID ->
          HubError.FORMAT_ERROR;
      case UNSUPPORTED_PROTOCOL_VERSION -> HubError.INVALID_PROTOCOL_VERSION;
      case NOT_AUTHORIZED, BAD_USER_NAME_OR_PASSWORD, CLIENT_IDENTIFIER_NOT_VALID, BANNED ->
          HubError.UNAUTHORIZED;
      case QUOTA_EXCEEDED,
          CONNECTION_RATE_EXCEEDED,
          MESSAGE_RATE_TOO_HIGH,
          RECEIVE_MAXIMUM_EXCEEDED ->
          HubError.THROTTLED;
      case SERVER_BUSY, SERVER_UNAVAILABLE, SERVER_SHUTTING_DOWN, USE_ANOTHER_SERVER ->
          HubError.SERVICE_UNAVAILABLE;
      case SESSION_TAKEN_OVER -> HubError.CONNECTION_TAKEN_OVER;
      case KEEP_ALIVE_TIMEOUT, NORMAL_DISCONNECTION, SUCCESS, ADMINISTRATIVE_ACTION ->
          HubError.CONNECTION_CLOSED;
      default -> HubError.INVALID_OPERATION;
    };
  }
}
