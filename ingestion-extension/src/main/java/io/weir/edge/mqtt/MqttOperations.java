package io.weir.edge.mqtt;

import io.weir.device.error.HubError;
import io.weir.edge.auth.AuthMethod;
import io.weir.edge.auth.Credential;
import io.weir.edge.connection.DeviceConnection;
import io.weir.edge.operations.OperationRecord;
import io.weir.edge.operations.OperationsLog;
import java.time.Clock;
import java.util.Optional;

/** What operators read of MQTT connections and messages (OPS-01, OPS-03, OPS-05). */
final class MqttOperations {

  private static final int MAX_DEVICE_ID = 256;

  private final OperationsLog log;
  private final Clock clock;

  MqttOperations(OperationsLog log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  void connected(DeviceConnection connection) {
    connection("deviceConnect", null, "The device is connected.", connection);
  }

  /**
   * @param clientId what the client claims to be
   */
  void refused(String clientId, HubError error, String reason) {
    refused(clientId, new Credential.None(), error, reason);
  }

  /**
   * @param clientId what the client claims to be
   * @param credential what it showed to prove that
   */
  void refused(String clientId, Credential credential, HubError error, String reason) {
    String claimed = clientId.length() > MAX_DEVICE_ID ? null : clientId;
    log.record(
        OperationRecord.connection(
            clock.instant(),
            "deviceConnect",
            error,
            reason,
            claimed,
            MqttAuthenticator.PROTOCOL,
            AuthMethod.tried(credential).map(AuthMethod::json).orElse(null)));
  }

  /**
   * @param byBroker why the broker closed the connection; empty when it did not
   */
  void disconnected(DeviceConnection connection, Optional<BrokerReason> byBroker) {
    HubError reason = connection.closedFor();
    if (reason != null && reason != HubError.CONNECTION_CLOSED) {
      connection("deviceDisconnect", reason, "The hub closed the connection.", connection);
    } else if (byBroker.isPresent()) {
      connection(
          "deviceDisconnect", byBroker.get().error(), byBroker.get().description(), connection);
    } else {
      connection("deviceDisconnect", null, "The connection has ended.", connection);
    }
  }

  void messageRefused(DeviceConnection connection, HubError error, String reason, int size) {
    log.record(
        OperationRecord.ingress(
            clock.instant(),
            error,
            reason,
            connection.deviceId(),
            connection.protocol(),
            connection.admission().method().json(),
            size));
  }

  private void connection(
      String operation, HubError error, String description, DeviceConnection connection) {
    log.record(
        OperationRecord.connection(
            clock.instant(),
            operation,
            error,
            description,
            connection.deviceId(),
            connection.protocol(),
            connection.admission().method().json()));
  }
}
