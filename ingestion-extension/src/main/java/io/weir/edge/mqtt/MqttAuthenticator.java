package io.weir.edge.mqtt;

import com.hivemq.extension.sdk.api.async.Async;
import com.hivemq.extension.sdk.api.async.TimeoutFallback;
import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthInput;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthOutput;
import com.hivemq.extension.sdk.api.client.parameter.ClientTlsInformation;
import com.hivemq.extension.sdk.api.client.parameter.ConnectionInformation;
import com.hivemq.extension.sdk.api.packets.auth.DefaultAuthorizationBehaviour;
import com.hivemq.extension.sdk.api.packets.connect.ConnackReasonCode;
import com.hivemq.extension.sdk.api.packets.connect.ConnectPacket;
import com.hivemq.extension.sdk.api.packets.connect.WillPublishPacket;
import com.hivemq.extension.sdk.api.packets.general.MqttVersion;
import com.hivemq.extension.sdk.api.packets.general.Qos;
import com.hivemq.extension.sdk.api.services.publish.PublishService;
import io.weir.device.error.HubError;
import io.weir.device.identity.TwinKey;
import io.weir.edge.auth.Credential;
import io.weir.edge.auth.DeviceAuthenticator;
import io.weir.edge.auth.Verdict;
import io.weir.edge.connection.ConnectionRegistry;
import io.weir.edge.connection.ConnectionRegistry.Entrant;
import io.weir.edge.connection.DeviceConnection;
import io.weir.edge.node.HubException;
import io.weir.edge.node.LeaseState;
import io.weir.edge.node.NodeLease;
import io.weir.edge.telemetry.DeviceMessage;
import io.weir.edge.telemetry.TelemetryPublisher;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges a CONNECT (MQTT-01..06, AUTH-15). CONNACK follows the reading of the identity and waits
 * for nothing else: 5 for whoever is not admitted, 4 for a user name that cannot be read, 2 for a
 * client id that is not the user name's, 1 for other versions than MQTT 3.1.1, 3 when the hub
 * cannot tell.
 */
final class MqttAuthenticator implements SimpleAuthenticator {

  static final String PROTOCOL = "Mqtt";

  private static final Logger LOG = LoggerFactory.getLogger(MqttAuthenticator.class);

  /**
   * How long the identity may be read for. Everything else of the client id waits meanwhile, and
   * whoever sends the CONNECT has proven nothing yet.
   */
  private static final Duration READ_WITHIN = Duration.ofSeconds(1);

  /** The broker's own limit, which is not reached. */
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final MqttSessions sessions;
  private final ConnectionRegistry registry;
  private final DeviceAuthenticator authenticator;
  private final TelemetryPublisher telemetry;
  private final NodeLease lease;
  private final PublishService publishes;
  private final MqttRestore restore;
  private final MqttOperations operations;

  MqttAuthenticator(
      MqttSessions sessions,
      ConnectionRegistry registry,
      DeviceAuthenticator authenticator,
      TelemetryPublisher telemetry,
      NodeLease lease,
      PublishService publishes,
      MqttRestore restore,
      MqttOperations operations) {
    this.sessions = sessions;
    this.registry = registry;
    this.authenticator = authenticator;
    this.telemetry = telemetry;
    this.lease = lease;
    this.publishes = publishes;
    this.restore = restore;
    this.operations = operations;
  }

  @Override
  public void onConnect(SimpleAuthInput input, SimpleAuthOutput output) {
    ConnectPacket packet = input.getConnectPacket();
    try {
      judge(input, output, packet);
    } catch (RuntimeException e) {
      LOG.error("A CONNECT could not be judged", e);
      refuse(
          output,
          packet.getClientId(),
          ConnackReasonCode.SERVER_UNAVAILABLE,
          HubError.SERVER_ERROR,
          "The hub failed to judge the connection.");
    }
  }

  private void judge(SimpleAuthInput input, SimpleAuthOutput output, ConnectPacket packet) {
    String clientId = packet.getClientId();
    output.getDefaultPermissions().clear();
    output.getDefaultPermissions().setDefaultBehaviour(DefaultAuthorizationBehaviour.DENY);
    if (packet.getMqttVersion() != MqttVersion.V_3_1_1) {
      refuse(
          output,
          clientId,
          ConnackReasonCode.UNSUPPORTED_PROTOCOL_VERSION,
          HubError.INVALID_PROTOCOL_VERSION,
          "The protocol is not MQTT 3.1.1.");
      return;
    }
    MqttUserName userName;
    try {
      userName = MqttUserName.parse(packet.getUserName().orElse(""));
    } catch (MalformedUserNameException e) {
      refuse(
          output,
          clientId,
          ConnackReasonCode.BAD_USER_NAME_OR_PASSWORD,
          HubError.FORMAT_ERROR,
          e.getMessage());
      return;
    }
    if (!userName.clientId().equals(clientId)) {
      refuse(
          output,
          clientId,
          ConnackReasonCode.CLIENT_IDENTIFIER_NOT_VALID,
          HubError.UNAUTHORIZED,
          "The client id is not that of the user name.");
      return;
    }
    MqttSession session = sessions.of(input.getConnectionInformation()).orElse(null);
    if (session == null || lease.state() != LeaseState.LIVE) {
      refuse(
          output,
          clientId,
          ConnackReasonCode.SERVER_UNAVAILABLE,
          HubError.SERVICE_UNAVAILABLE,
          "The node's lease is not live.");
      return;
    }
    WillPublishPacket willPacket = session.willPacket();
    DeviceMessage will = will(willPacket, clientId, userName.modelId());
    if (willPacket != null && will == null) {
      refuse(
          output,
          clientId,
          ConnackReasonCode.NOT_AUTHORIZED,
          HubError.UNAUTHORIZED,
          "The will is not a message that the device may send (MQTT-08).");
      return;
    }
    Credential credential = credential(packet, input.getConnectionInformation());
    authenticate(output, session, userName, credential, will);
  }

  private void authenticate(
      SimpleAuthOutput output,
      MqttSession session,
      MqttUserName userName,
      Credential credential,
      DeviceMessage will) {
    Async<SimpleAuthOutput> async =
        output.async(TIMEOUT, TimeoutFallback.FAILURE, ConnackReasonCode.SERVER_UNAVAILABLE);
    TwinKey key = TwinKey.ofPath(userName.clientId());
    Entrant entrant = registry.begin(key);
    var unused =
        authenticator
            .authenticate(userName.host(), key, credential)
            .toCompletableFuture()
            .orTimeout(READ_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete(
                (verdict, failure) -> {
                  try {
                    if (verdict instanceof Verdict.Admitted admitted
                        && async.getStatus() == Async.Status.RUNNING) {
                      admit(
                          async.getOutput(), session, entrant, admitted, userName.modelId(), will);
                    } else {
                      registry.drop(entrant);
                      refuse(async.getOutput(), userName.clientId(), credential, verdict);
                    }
                  } catch (RuntimeException e) {
                    LOG.error("A CONNECT could not be answered", e);
                    refuse(
                        async.getOutput(),
                        userName.clientId(),
                        ConnackReasonCode.SERVER_UNAVAILABLE,
                        HubError.SERVER_ERROR,
                        "The hub failed to admit the connection.");
                  } finally {
                    async.resume();
                  }
                });
  }

  private void admit(
      SimpleAuthOutput output,
      MqttSession session,
      Entrant entrant,
      Verdict.Admitted admitted,
      String modelId,
      DeviceMessage will) {
    DeviceConnection connection;
    try {
      connection =
          registry.admit(
              entrant,
              admitted,
              new ConnectionRegistry.Request(PROTOCOL, session.keepsSession(), modelId),
              new MqttListener(sessions, session, publishes));
    } catch (HubException e) {
      refuse(output, session.clientId(), code(e.error()), e.error(), e.getMessage());
      return;
    }
    sessions.admitted(
        session,
        new MqttSession.Admission(
            connection,
            telemetry.sender(admitted),
            DeviceTopic.events(connection.key()),
            modelId,
            will));
    output.authenticateSuccessfully();
    restore.begin(session);
    operations.connected(connection);
  }

  private void refuse(
      SimpleAuthOutput output, String clientId, Credential credential, Verdict verdict) {
    if (verdict instanceof Verdict.Refused refused) {
      output.failAuthentication(code(refused.error()));
      operations.refused(clientId, credential, refused.error(), refused.reason());
    } else {
      refuse(
          output,
          clientId,
          ConnackReasonCode.SERVER_UNAVAILABLE,
          HubError.SERVICE_UNAVAILABLE,
          "The registry did not answer in time.");
    }
  }

  private void refuse(
      SimpleAuthOutput output,
      String clientId,
      ConnackReasonCode code,
      HubError error,
      String reason) {
    output.failAuthentication(code);
    operations.refused(clientId, error, reason);
  }

  /** MQTT-05, AUTH-17: who is not admitted learns no more than that. */
  private static ConnackReasonCode code(HubError error) {
    return error.httpStatus() >= 500
        ? ConnackReasonCode.SERVER_UNAVAILABLE
        : ConnackReasonCode.NOT_AUTHORIZED;
  }

  /** Null when there is none, or none that may be sent. */
  private static DeviceMessage will(WillPublishPacket packet, String clientId, String modelId) {
    if (packet == null || packet.getQos() == Qos.EXACTLY_ONCE) {
      return null;
    }
    if (DeviceTopic.of(DeviceTopic.events(TwinKey.ofPath(clientId)), packet.getTopic())
        instanceof DeviceTopic.Telemetry topic) {
      DeviceMessage will = MqttMessages.will(packet, topic.bag(), modelId);
      return will.tooLarge() ? null : will;
    }
    return null;
  }

  private static Credential credential(ConnectPacket packet, ConnectionInformation socket) {
    ByteBuffer password = packet.getPassword().orElse(ByteBuffer.allocate(0)).slice();
    if (password.hasRemaining()) {
      return new Credential.Token(StandardCharsets.UTF_8.decode(password).toString());
    }
    return socket
        .getClientTlsInformation()
        .flatMap(ClientTlsInformation::getClientCertificate)
        .<Credential>map(Credential.Certificate::new)
        .orElseGet(Credential.None::new);
  }
}
