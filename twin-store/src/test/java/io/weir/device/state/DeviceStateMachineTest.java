package io.weir.device.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.command.Command;
import io.weir.device.command.CommandEnvelope;
import io.weir.device.command.IdentitySpec;
import io.weir.device.command.IdentitySpec.AuthenticationType;
import io.weir.device.command.ImportMode;
import io.weir.device.connection.ConnectionId;
import io.weir.device.connection.EdgeAddress;
import io.weir.device.connection.Subscription;
import io.weir.device.error.HubError;
import io.weir.device.identity.Authentication;
import io.weir.device.identity.EncryptedKey;
import io.weir.device.identity.Identity;
import io.weir.device.identity.Status;
import io.weir.device.identity.TwinKey;
import io.weir.device.state.Effect.CloseConnection;
import io.weir.device.state.Effect.IdentityChanged;
import io.weir.device.state.Effect.Reply;
import io.weir.device.state.RowChange.DropConnection;
import io.weir.device.state.RowChange.DropDevice;
import io.weir.device.state.RowChange.PutConnection;
import io.weir.device.state.RowChange.PutDevice;
import io.weir.device.twin.Section;
import io.weir.device.twin.ServiceTwin;
import io.weir.device.twin.TwinJson;
import io.weir.device.twin.TwinLimits;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DeviceStateMachineTest {

  private static final TwinKey D = TwinKey.device("d");
  private static final EdgeAddress SERVICE = new EdgeAddress(0, "service-node");
  private static final EdgeAddress EDGE_1 = new EdgeAddress(1, "node-1");
  private static final EdgeAddress EDGE_2 = new EdgeAddress(2, "node-2");
  private static final ConnectionId FIRST = new ConnectionId("node-1", 1);
  private static final ConnectionId SECOND = new ConnectionId("node-2", 1);
  private static final IdentitySpec DEFAULTS = spec(null, null, null, null);

  private DeviceState state;
  private long position = 1_790_000_000_000_000L;
  private long logTime = 1_790_000_000_000L;

  @Test
  @DisplayName("REST-02, REST-54, REG-02: creation without keys takes the spare ones")
  void createsWithSpareKeys() {
    Decision<DeviceState> decision = decide(new Command.CreateIdentity(DEFAULTS));

    Identity identity = state.identity();
    assertThat(identity.generationId()).isEqualTo(Long.toString(position));
    assertThat(identity.authenticatedSince()).isEqualTo(position);
    assertThat(identity.status()).isEqualTo(Status.ENABLED);
    assertThat(identity.statusUpdatedTime()).isZero();
    assertThat(identity.authentication()).isEqualTo(sas("spare-1", "spare-2"));
    assertThat(decision.rows())
        .containsExactly(new PutDevice(D, identity, ServiceTwin.initial(), Section.initial()));
    assertThat(decision.effects())
        .containsExactly(new Reply(SERVICE, 7, new Answer.IdentityAnswer(identity)));
  }

  @Test
  @DisplayName("REST-52: creating what exists is DeviceAlreadyExists and changes nothing")
  void createRefusesAnExistingId() {
    decide(new Command.CreateIdentity(DEFAULTS));
    assertRefused(new Command.CreateIdentity(DEFAULTS), HubError.DEVICE_ALREADY_EXISTS);
  }

  @Test
  @DisplayName("REST-52, REG-07: If-Match on a missing id is DeviceNotFound")
  void missingIdsAreNotFound() {
    assertRefused(new Command.UpdateIdentity(DEFAULTS, "*"), HubError.DEVICE_NOT_FOUND);
    assertRefused(new Command.DeleteIdentity(null), HubError.DEVICE_NOT_FOUND);
    assertRefused(new Command.DeleteIdentity("*"), HubError.DEVICE_NOT_FOUND);
    assertThat(state).isNull();
  }

  @Test
  @DisplayName("REST-52: a stale etag is PreconditionFailed and changes nothing")
  void staleEtagsAreRefused() {
    decide(new Command.CreateIdentity(DEFAULTS));
    String stale = state.identity().etag();
    decide(new Command.UpdateIdentity(spec(null, "moved", null, null), stale));

    assertRefused(new Command.UpdateIdentity(DEFAULTS, stale), HubError.PRECONDITION_FAILED);
    assertRefused(new Command.DeleteIdentity(stale), HubError.PRECONDITION_FAILED);
  }

  @Test
  @DisplayName("REST-54: an update without keys keeps the present ones and ends no connection")
  void updateKeepsWhatIsNotGiven() {
    decide(new Command.CreateIdentity(spec(null, null, "k1", "k2")));
    connect(FIRST, EDGE_1);
    Identity before = state.identity();

    Decision<DeviceState> decision =
        decide(new Command.UpdateIdentity(spec(null, "in repair", null, null), before.etag()));

    Identity after = state.identity();
    assertThat(after.authentication()).isEqualTo(sas("k1", "k2"));
    assertThat(after.statusReason()).isEqualTo("in repair");
    assertThat(after.etag()).isNotEqualTo(before.etag());
    assertThat(after.generationId()).isEqualTo(before.generationId());
    assertThat(after.authenticatedSince()).isEqualTo(before.authenticatedSince());
    assertThat(decision.effects()).hasSize(1);
    assertThat(state.connection().id()).isEqualTo(FIRST);
  }

  @Test
  @DisplayName("REST-53: sending the same keys back ends no connection")
  void unchangedKeysAreNoNewCredentials() {
    decide(new Command.CreateIdentity(spec(null, null, "k1", "k2")));
    connect(FIRST, EDGE_1);

    decide(new Command.UpdateIdentity(spec(Status.ENABLED, null, "k1", "k2"), "*"));

    assertThat(state.connection().id()).isEqualTo(FIRST);
  }

  @Test
  @DisplayName("The log's rules 7: a new key ends connections that were made with the old one")
  void newKeysEndConnections() {
    decide(new Command.CreateIdentity(spec(null, null, "k1", "k2")));
    connect(FIRST, EDGE_1);

    Decision<DeviceState> decision =
        decide(new Command.UpdateIdentity(spec(null, null, "k3", null), "*"));

    assertThat(state.identity().authentication()).isEqualTo(sas("k3", "k2"));
    assertEndsConnections(decision);
  }

  @Test
  @DisplayName("AUTH-11: disabling ends connections; the time and the reason are kept")
  void disablingEndsConnections() {
    decide(new Command.CreateIdentity(DEFAULTS));
    connect(FIRST, EDGE_1);

    Decision<DeviceState> decision =
        decide(new Command.UpdateIdentity(spec(Status.DISABLED, "stolen", null, null), "*"));

    assertThat(state.identity().statusUpdatedTime()).isEqualTo(logTime);
    assertThat(state.identity().statusReason()).isEqualTo("stolen");
    assertEndsConnections(decision);
  }

  @Test
  @DisplayName("AUTH-11: a disabled device's connect is closed; once enabled it may come again")
  void disabledDevicesDoNotConnect() {
    decide(new Command.CreateIdentity(DEFAULTS));
    long beforeDisabling = state.identity().authenticatedSince();
    decide(new Command.UpdateIdentity(spec(Status.DISABLED, null, null, null), "*"));

    assertClosed(connect(FIRST, EDGE_1), FIRST, EDGE_1);

    decide(new Command.UpdateIdentity(spec(Status.ENABLED, null, null, null), "*"));
    assertClosed(
        decide(new Command.Connect(FIRST, EDGE_1, "mqtt", beforeDisabling, null)), FIRST, EDGE_1);
    connect(SECOND, EDGE_2);
    assertThat(state.connection().id()).isEqualTo(SECOND);
  }

  @Test
  @DisplayName("REST-03: deletion removes the row and ends connections, and nothing is kept")
  void deletion() {
    decide(new Command.CreateIdentity(DEFAULTS));
    connect(FIRST, EDGE_1);

    Decision<DeviceState> decision = decide(new Command.DeleteIdentity(null));

    assertThat(state).isNull();
    assertThat(decision.rows()).containsExactly(new DropDevice(D), new DropConnection(D));
    assertThat(decision.effects())
        .containsExactly(
            new Reply(SERVICE, 7, new Answer.Done()), new IdentityChanged(D, position));
  }

  @Test
  @DisplayName("REG-02: a device that is created again is another generation")
  void anotherGeneration() {
    decide(new Command.CreateIdentity(DEFAULTS));
    Identity first = state.identity();
    Decision<DeviceState> deletion = decide(new Command.DeleteIdentity(null));
    decide(new Command.CreateIdentity(DEFAULTS));
    Identity second = state.identity();

    assertThat(second.generationId()).isNotEqualTo(first.generationId());
    assertThat(second.etag()).isNotEqualTo(first.etag());
    // a node that learns of the deletion late must not end connections of the new generation
    assertThat(revocation(deletion).authenticatedSince())
        .isGreaterThan(first.authenticatedSince())
        .isLessThan(second.authenticatedSince());
  }

  @Test
  @DisplayName("The log's rules 6: the last connect wins, the loser is closed")
  void lastConnectWins() {
    decide(new Command.CreateIdentity(DEFAULTS));
    connect(FIRST, EDGE_1);

    Decision<DeviceState> decision = connect(SECOND, EDGE_2);

    assertThat(state.connection().id()).isEqualTo(SECOND);
    assertThat(state.connection().connectedAt()).isEqualTo(logTime);
    assertThat(decision.effects())
        .containsExactly(
            new CloseConnection(EDGE_1, D, FIRST, HubError.CONNECTION_TAKEN_OVER),
            new Reply(SERVICE, 7, new Answer.Done()));
    assertThat(decision.rows()).containsExactly(new PutConnection(D, state.connection()));
  }

  @Test
  @DisplayName("The log's rules 6: a connect that authenticated against the past is closed")
  void staleConnectIsClosed() {
    decide(new Command.CreateIdentity(DEFAULTS));
    connect(FIRST, EDGE_1);
    DeviceState before = state;

    Decision<DeviceState> decision =
        decide(new Command.Connect(SECOND, EDGE_2, "mqtt", position - 1_000, null));

    assertClosed(decision, SECOND, EDGE_2);
    assertThat(state).as("the holder stays").isEqualTo(before);
  }

  @Test
  @DisplayName("The log's rules 6: a connect to a device that is not there is closed")
  void unknownDevicesDoNotConnect() {
    assertClosed(decide(new Command.Connect(FIRST, EDGE_1, "mqtt", 5, null)), FIRST, EDGE_1);
    assertThat(state).isNull();
  }

  @Test
  @DisplayName("The log's rules 6: a disconnect ends only the connection that it names")
  void disconnectOfTheLoserIsIgnored() {
    decide(new Command.CreateIdentity(DEFAULTS));
    connect(FIRST, EDGE_1);
    connect(SECOND, EDGE_2);

    assertThat(decide(new Command.Disconnect(FIRST)).rows()).isEmpty();
    assertThat(state.connection().id()).isEqualTo(SECOND);

    assertThat(decide(new Command.Disconnect(SECOND)).rows())
        .containsExactly(new DropConnection(D));
    assertThat(state.connection()).isNull();
  }

  @Test
  @DisplayName("The log's rules 2: a tick ends a connection whose credential has ended")
  void aTickEndsWhatIsDue() {
    decide(new Command.CreateIdentity(DEFAULTS));
    long since = state.identity().authenticatedSince();
    decide(new Command.Connect(FIRST, EDGE_1, "mqtt", since, logTime + 30));

    Decision<DeviceState> early = decide(new Command.Tick());
    assertThat(early.rows()).isEmpty();
    assertThat(state.connection().id()).isEqualTo(FIRST);

    Decision<DeviceState> due = decide(new Command.Tick());
    assertThat(due.rows()).containsExactly(new DropConnection(D));
    assertThat(due.effects())
        .contains(new Effect.CloseConnection(EDGE_1, D, FIRST, HubError.UNAUTHORIZED));
    assertThat(state.connection()).isNull();
  }

  @Test
  @DisplayName("The log's rules 2: the tick of a connection that was replaced changes nothing")
  void aTickOfTheLoserIsIgnored() {
    decide(new Command.CreateIdentity(DEFAULTS));
    long since = state.identity().authenticatedSince();
    decide(new Command.Connect(FIRST, EDGE_1, "mqtt", since, logTime + 15));
    decide(new Command.Connect(SECOND, EDGE_2, "mqtt", since, null));

    assertThat(decide(new Command.Tick()).rows()).isEmpty();
    assertThat(state.connection().id()).isEqualTo(SECOND);
  }

  @Test
  @DisplayName("The log's rules 2: a broker's clock that steps back does not turn time back")
  void timeNeverRunsBackwards() {
    decide(new Command.CreateIdentity(DEFAULTS));
    connect(FIRST, EDGE_1);
    long connectedAt = state.connection().connectedAt();
    logTime -= 60_000;

    decide(new Command.UpdateIdentity(spec(Status.DISABLED, null, null, null), "*"));

    assertThat(state.identity().statusUpdatedTime()).isEqualTo(connectedAt);
    assertThat(state.now()).isEqualTo(connectedAt);
  }

  @Test
  @DisplayName("AUTH-14: the kind of authentication can be changed; keys are not kept meanwhile")
  void authenticationTypes() {
    decide(new Command.CreateIdentity(spec(null, null, "k1", "k2")));

    decide(new Command.UpdateIdentity(certificate("A1", null), "*"));
    assertThat(state.identity().authentication())
        .isEqualTo(new Authentication.SelfSigned("A1", null));
    decide(new Command.UpdateIdentity(certificate(null, "B2"), "*"));
    assertThat(state.identity().authentication())
        .isEqualTo(new Authentication.SelfSigned("A1", "B2"));
    decide(new Command.UpdateIdentity(ofType(AuthenticationType.CERTIFICATE_AUTHORITY), "*"));
    assertThat(state.identity().authentication())
        .isEqualTo(new Authentication.CertificateAuthority());
    decide(new Command.UpdateIdentity(ofType(AuthenticationType.NONE), "*"));
    assertThat(state.identity().authentication()).isEqualTo(new Authentication.None());
    decide(new Command.UpdateIdentity(DEFAULTS, "*"));
    assertThat(state.identity().authentication()).isEqualTo(new Authentication.None());
    decide(new Command.UpdateIdentity(ofType(AuthenticationType.SAS), "*"));
    assertThat(state.identity().authentication()).isEqualTo(sas("spare-1", "spare-2"));
  }

  @Test
  @DisplayName("AUTH-12: a removed thumbprint is not good any more, and ends connections")
  void thumbprintsAreRemoved() {
    decide(new Command.CreateIdentity(certificate("A1", "B2")));
    connect(FIRST, EDGE_1);

    Decision<DeviceState> kept = decide(new Command.UpdateIdentity(certificate("A1", null), "*"));
    assertThat(state.identity().authentication())
        .isEqualTo(new Authentication.SelfSigned("A1", "B2"));
    assertThat(kept.rows()).containsExactly(new PutDevice(D, state.identity(), null, null));

    Decision<DeviceState> removed = decide(new Command.UpdateIdentity(certificate("A1", ""), "*"));
    assertThat(state.identity().authentication())
        .isEqualTo(new Authentication.SelfSigned("A1", null));
    assertEndsConnections(removed);
  }

  @Test
  @DisplayName("REG-02: the empty status reason removes the one that is there")
  void statusReasonIsRemoved() {
    decide(new Command.CreateIdentity(spec(Status.DISABLED, "in repair", null, null)));
    decide(new Command.UpdateIdentity(spec(null, null, null, null), "*"));
    assertThat(state.identity().statusReason()).isEqualTo("in repair");
    decide(new Command.UpdateIdentity(spec(null, "", null, null), "*"));
    assertThat(state.identity().statusReason()).isNull();
  }

  @Test
  @DisplayName("The log's rules 3: a wish without the keys it needs is refused whole")
  void incompleteWishesAreRefused() {
    IdentitySpec noKeys =
        new IdentitySpec(null, null, null, key("k1"), null, null, null, null, null);
    assertRefused(new Command.CreateIdentity(noKeys), HubError.ARGUMENT_INVALID);

    decide(new Command.CreateIdentity(certificate("A1", null)));
    IdentitySpec toSas =
        new IdentitySpec(
            null, null, AuthenticationType.SAS, key("k1"), null, null, null, null, null);
    assertRefused(new Command.UpdateIdentity(toSas, "*"), HubError.ARGUMENT_INVALID);
  }

  @Test
  @DisplayName("Every command about a device is decided, and only those")
  void everyCommandIsDecided() {
    decide(new Command.CreateIdentity(DEFAULTS));
    List<Command> samples =
        List.of(
            new Command.CreateIdentity(DEFAULTS),
            new Command.UpdateIdentity(DEFAULTS, "*"),
            new Command.Connect(FIRST, EDGE_1, "mqtt", 1, null),
            new Command.Tick(),
            new Command.Subscribe(FIRST, Set.of(Subscription.METHODS)),
            new Command.Unsubscribe(FIRST, Set.of(Subscription.METHODS)),
            new Command.ReportActivity(FIRST),
            new Command.Inspect(),
            new Command.UpdateTwin(null, null, false, null, TwinLimits.CURRENT),
            new Command.UpdateReported(
                FIRST, TwinJson.mapper().createObjectNode(), null, TwinLimits.CURRENT),
            new Command.ImportIdentity(
                ImportMode.UPDATE, DEFAULTS, null, null, null, null, TwinLimits.CURRENT),
            new Command.Disconnect(FIRST),
            new Command.ApplyRules("fallback on", null, null, null),
            new Command.ApplyShadow("fallback on", null, null, null),
            new Command.PromoteShadow(1, null, null, null),
            new Command.DropShadow(null),
            new Command.RecordExplanations("d1", 60),
            new Command.DeleteIdentity(null));
    assertThat(samples.stream().map(Object::getClass).collect(Collectors.toSet()))
        .isEqualTo(Set.copyOf(Arrays.asList(Command.class.getPermittedSubclasses())));

    for (Command sample : samples) {
      boolean foreign = sample instanceof Command.OfRules;
      assertThat(refusal(decide(sample)) == HubError.INVALID_OPERATION)
          .as(sample.toString())
          .isEqualTo(foreign);
    }
  }

  @Test
  @DisplayName("Nobody waits: a command without an address gets no answer")
  void noAnswerWithoutAnAddress() {
    Decision<DeviceState> decision =
        Registration.decide(
            "d",
            null,
            new CommandEnvelope(null, 0, new Command.CreateIdentity(DEFAULTS)),
            position,
            logTime);

    assertThat(decision.effects()).isEmpty();
    assertThat(decision.rows()).hasSize(1);
  }

  private Decision<DeviceState> decide(Command command) {
    position += 3;
    logTime += 10;
    Decision<DeviceState> decision =
        Registration.decide(
            "d", state, new CommandEnvelope(SERVICE, 7, command), position, logTime);
    state = decision.next();
    return decision;
  }

  private Decision<DeviceState> connect(ConnectionId id, EdgeAddress edge) {
    return decide(
        new Command.Connect(id, edge, "mqtt", state.identity().authenticatedSince(), null));
  }

  private void assertRefused(Command command, HubError error) {
    DeviceState before = state;
    Decision<DeviceState> decision = decide(command);
    assertThat(refusal(decision)).isEqualTo(error);
    assertThat(decision.rows()).isEmpty();
    assertThat(state).isEqualTo(before);
  }

  private static HubError refusal(Decision<DeviceState> decision) {
    return decision.effects().stream()
        .filter(Reply.class::isInstance)
        .map(effect -> ((Reply) effect).answer())
        .filter(Answer.Refused.class::isInstance)
        .map(answer -> ((Answer.Refused) answer).error())
        .findFirst()
        .orElse(null);
  }

  private static void assertClosed(
      Decision<DeviceState> decision, ConnectionId connection, EdgeAddress edge) {
    assertThat(decision.rows()).isEmpty();
    assertThat(decision.effects())
        .contains(new CloseConnection(edge, D, connection, HubError.UNAUTHORIZED));
    assertThat(refusal(decision)).isEqualTo(HubError.UNAUTHORIZED);
  }

  private void assertEndsConnections(Decision<DeviceState> decision) {
    assertThat(state.connection()).isNull();
    assertThat(state.identity().authenticatedSince()).isEqualTo(position);
    assertThat(decision.rows())
        .containsExactly(new PutDevice(D, state.identity(), null, null), new DropConnection(D));
    assertThat(revocation(decision).authenticatedSince()).isEqualTo(position);
  }

  private static IdentityChanged revocation(Decision<DeviceState> decision) {
    return decision.effects().stream()
        .filter(IdentityChanged.class::isInstance)
        .map(IdentityChanged.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static IdentitySpec spec(Status status, String reason, String primary, String secondary) {
    return new IdentitySpec(
        status,
        reason,
        null,
        key(primary),
        key(secondary),
        key("spare-1"),
        key("spare-2"),
        null,
        null);
  }

  private static IdentitySpec certificate(String primary, String secondary) {
    return new IdentitySpec(
        null, null, AuthenticationType.SELF_SIGNED, null, null, null, null, primary, secondary);
  }

  private static IdentitySpec ofType(AuthenticationType type) {
    return new IdentitySpec(
        null, null, type, null, null, key("spare-1"), key("spare-2"), null, null);
  }

  private static Authentication sas(String primary, String secondary) {
    return new Authentication.Sas(key(primary), key(secondary));
  }

  private static EncryptedKey key(String text) {
    return text == null ? null : EncryptedKey.of(text);
  }
}
