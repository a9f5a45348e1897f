package io.weir.device.codec;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.command.Command;
import io.weir.device.command.CommandEnvelope;
import io.weir.device.command.IdentitySpec;
import io.weir.device.command.IdentitySpec.AuthenticationType;
import io.weir.device.command.ImportMode;
import io.weir.device.connection.Connection;
import io.weir.device.connection.ConnectionId;
import io.weir.device.connection.EdgeAddress;
import io.weir.device.connection.Presence;
import io.weir.device.connection.Subscription;
import io.weir.device.error.HubError;
import io.weir.device.identity.Authentication;
import io.weir.device.identity.EncryptedKey;
import io.weir.device.identity.Identity;
import io.weir.device.identity.Status;
import io.weir.device.state.Answer;
import io.weir.device.state.DeviceState;
import io.weir.device.state.Recordings;
import io.weir.device.state.Recordings.Recording;
import io.weir.device.state.RulesState;
import io.weir.device.state.RulesVersion;
import io.weir.device.state.ShadowRules;
import io.weir.device.topic.EdgeMessage;
import io.weir.device.topic.IdentityChange;
import io.weir.device.twin.Section;
import io.weir.device.twin.SectionKind;
import io.weir.device.twin.ServiceTwin;
import io.weir.device.twin.TwinJson;
import io.weir.device.twin.TwinLimits;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One object of each stored type and subtype, and the golden file that holds it. */
final class Samples {

  /**
   * @param file under {@code golden/v1}
   * @param value what the file holds
   * @param part the member of a sealed type that the file is there for
   */
  record Sample<T>(String file, JsonCodec<T> codec, T value, Object part) {
    T decode(byte[] bytes) {
      return codec.decode(bytes);
    }

    byte[] encode() {
      return codec.encode(value);
    }

    @Override
    public String toString() {
      return file;
    }
  }

  private static final EdgeAddress EDGE = new EdgeAddress(5, "edge-1.1790000000000");
  private static final ConnectionId CONNECTION = new ConnectionId("edge-1.1790000000000", 42);
  private static final long POSITION = 1_790_000_000_000_123L;
  private static final long EXPIRES = 1_790_000_003_600L;
  private static final RulesVersion RULES =
      new RulesVersion(3, "fallback on\n-- \"größer\"\n", 1_790_000_000_456L);
  private static final RulesVersion NOTED =
      new RulesVersion(4, "fallback off", 1_790_000_000_456L, "iothubowner", "why");
  private static final Recordings RECORDINGS =
      new Recordings(List.of(new Recording("d;1", 1_790_000_600_000L)));
  private static final ShadowRules SHADOW =
      new ShadowRules(POSITION, "fallback on", 1_790_000_000_789L, 4, "service", "try it");

  private static final Authentication SAS =
      new Authentication.Sas(EncryptedKey.of("c2VhbGVkIDE="), EncryptedKey.of("c2VhbGVkIDI="));
  private static final List<Authentication> AUTHENTICATIONS =
      List.of(
          SAS,
          new Authentication.SelfSigned("0A".repeat(20), "1B".repeat(32)),
          new Authentication.CertificateAuthority(),
          new Authentication.None());

  private static final IdentitySpec FULL =
      new IdentitySpec(
          Status.DISABLED,
          "in repair",
          AuthenticationType.SAS,
          EncryptedKey.of("a2V5IDE="),
          EncryptedKey.of("a2V5IDI="),
          EncryptedKey.of("c3BhcmUgMQ=="),
          EncryptedKey.of("c3BhcmUgMg=="),
          null,
          null);
  private static final IdentitySpec CERTIFICATE =
      new IdentitySpec(
          null,
          null,
          AuthenticationType.SELF_SIGNED,
          null,
          null,
          null,
          null,
          "0A".repeat(20),
          null);

  private static final IdentitySpec REMOVING =
      new IdentitySpec(
          null, "", AuthenticationType.SELF_SIGNED, null, null, null, null, "0A".repeat(20), "");

  private Samples() {}

  private static final ObjectNode VALUES =
      (ObjectNode)
          TwinJson.parse(
              "{\"a\":1.10,\"b\":{\"c\":[1,\"2026-01-01T00:00:00Z\",null],\"d\":1e5},\"e\":true}");

  private static final ServiceTwin TWIN =
      new ServiceTwin(
          VALUES, Section.initial().merged(SectionKind.DESIRED, VALUES, 1_790_000_000_000L), 7);

  static List<Sample<?>> all() {
    return List.of(
        command("create-identity", new Command.CreateIdentity(FULL)),
        command("update-identity", new Command.UpdateIdentity(CERTIFICATE, "MTc5MA==")),
        command("update-identity-removing", new Command.UpdateIdentity(REMOVING, "*")),
        command("delete-identity", new Command.DeleteIdentity("*")),
        command("connect", new Command.Connect(CONNECTION, EDGE, "mqtt", POSITION, null)),
        command(
            "connect-expiring", new Command.Connect(CONNECTION, EDGE, "mqtt", POSITION, EXPIRES)),
        command("disconnect", new Command.Disconnect(CONNECTION)),
        command(
            "connect-session",
            new Command.Connect(
                CONNECTION, EDGE, "Mqtt", POSITION, null, true, "dtmi:example:Thermostat;1")),
        command(
            "subscribe",
            new Command.Subscribe(CONNECTION, Set.of(Subscription.DESIRED_PROPERTIES))),
        command("unsubscribe", new Command.Unsubscribe(CONNECTION, Set.of(Subscription.METHODS))),
        command("report-activity", new Command.ReportActivity(CONNECTION)),
        command(
            "update-twin",
            new Command.UpdateTwin(
                VALUES, NullNode.getInstance(), true, "AAAAAAAAAAE=", TwinLimits.CURRENT)),
        command(
            "update-reported",
            new Command.UpdateReported(CONNECTION, VALUES, 4L, TwinLimits.OF_2017)),
        command(
            "import-identity",
            new Command.ImportIdentity(
                ImportMode.CREATE_OR_UPDATE_IF_MATCH_ETAG,
                FULL,
                "MTc5MA==",
                "AAAAAAAAAAE=",
                VALUES,
                null,
                TwinLimits.CURRENT)),
        sample(
            "command-of-module",
            Codecs.COMMAND,
            new CommandEnvelope(EDGE, 7, "m", new Command.DeleteIdentity("*")),
            null),
        command("inspect", new Command.Inspect()),
        command("tick", new Command.Tick()),
        command("apply-rules", new Command.ApplyRules(RULES.text(), 2L, null, null)),
        command("apply-rules-noted", new Command.ApplyRules("", 2L, "iothubowner", "why")),
        command("apply-shadow", new Command.ApplyShadow(RULES.text(), 2L, "iothubowner", "why")),
        command("promote-shadow", new Command.PromoteShadow(POSITION, 2L, "iothubowner", "why")),
        command("drop-shadow", new Command.DropShadow(2L)),
        command("record-explanations", new Command.RecordExplanations("d;1", 600)),
        sample(
            "command-unanswered",
            Codecs.COMMAND,
            new CommandEnvelope(null, 0, new Command.DeleteIdentity(null)),
            null),
        reply("identity", new Answer.IdentityAnswer(identity(SAS))),
        reply("twin", new Answer.TwinAnswer(identity(SAS), TWIN)),
        reply(
            "inspected",
            new Answer.Inspected(
                Map.of("", new Answer.Remembered(POSITION, POSITION - 1, "00ff")))),
        reply("reported", new Answer.ReportedAnswer(5)),
        reply("subscribed", new Answer.Subscribed(Set.of(Subscription.TWIN_RESPONSES))),
        reply("rules", new Answer.RulesAnswer(3)),
        reply("shadow", new Answer.ShadowAnswer(POSITION)),
        reply("done", new Answer.Done()),
        reply("refused", new Answer.Refused(HubError.DEVICE_ALREADY_EXISTS, "It is \"there\".")),
        edge(
            "edge-close-connection",
            new EdgeMessage.CloseConnection(
                EDGE.incarnation(),
                POSITION,
                0,
                "d;1",
                CONNECTION,
                HubError.CONNECTION_TAKEN_OVER,
                null)),
        edge(
            "edge-close-connection-module",
            new EdgeMessage.CloseConnection(
                EDGE.incarnation(), POSITION, 0, "d;1", CONNECTION, HubError.UNAUTHORIZED, "m")),
        edge(
            "edge-desired-changed",
            new EdgeMessage.DesiredChanged(
                EDGE.incarnation(), POSITION, 2, "d;1", "m", CONNECTION, 9, VALUES)),
        change("revoked", new IdentityChange.Revoked("d;1", POSITION, POSITION, 1, null)),
        change("revoked-module", new IdentityChange.Revoked("d;1", POSITION, POSITION, 1, "m")),
        change("heartbeat", new IdentityChange.Heartbeat("edge-1", EDGE, 77)),
        sample("rules", Codecs.RULES, RULES, null),
        sample("rules-noted", Codecs.RULES, NOTED, null),
        sample("rules-shadow", Codecs.SHADOW_RULES, SHADOW, null),
        sample("rules-recordings", Codecs.RECORDINGS, RECORDINGS, null),
        sample(
            "rules-state-recordings",
            Codecs.RULES_STATE,
            new RulesState(RULES, 1_790_000_000_456L, POSITION, null, RECORDINGS),
            null),
        sample(
            "rules-state-shadow",
            Codecs.RULES_STATE,
            new RulesState(NOTED, 1_790_000_000_789L, POSITION, SHADOW),
            null),
        sample(
            "rules-state-applied",
            Codecs.RULES_STATE,
            new RulesState(RULES, 1_790_000_000_456L, POSITION, null),
            null),
        sample("rules-state", Codecs.RULES_STATE, new RulesState(RULES, 1_790_000_000_456L), null),
        sample("twin-service", Codecs.SERVICE_TWIN, TWIN, null),
        sample("twin-reported", Codecs.REPORTED, TWIN.desired(), null),
        sample(
            "device-state-present",
            Codecs.DEVICE_STATE,
            new DeviceState(
                identity(SAS),
                null,
                1_790_000_001_000L,
                new Presence(
                    1_790_000_000_000L,
                    1_790_000_000_500L,
                    Set.of(Subscription.METHODS, Subscription.DESIRED_PROPERTIES)),
                Map.of("m", 0L, "a", EXPIRES),
                POSITION,
                POSITION - 1,
                true),
            null),
        state("sas", AUTHENTICATIONS.get(0)),
        state("self-signed", AUTHENTICATIONS.get(1)),
        state("certificate-authority", AUTHENTICATIONS.get(2)),
        state("none", AUTHENTICATIONS.get(3)),
        state(
            "expiring",
            SAS,
            new Connection(CONNECTION, EDGE, "mqtt", 1_790_000_000_999L, EXPIRES)));
  }

  private static Sample<CommandEnvelope> command(String name, Command command) {
    return sample(
        "command-" + name, Codecs.COMMAND, new CommandEnvelope(EDGE, 7, command), command);
  }

  private static Sample<EdgeMessage> reply(String name, Answer answer) {
    return sample(
        "edge-reply-" + name,
        Codecs.EDGE,
        new EdgeMessage.Reply(EDGE.incarnation(), POSITION, 0, 7, answer),
        answer);
  }

  private static Sample<EdgeMessage> edge(String name, EdgeMessage message) {
    return sample(name, Codecs.EDGE, message, message);
  }

  private static Sample<IdentityChange> change(String name, IdentityChange change) {
    return sample("identity-change-" + name, Codecs.IDENTITY_CHANGE, change, change);
  }

  private static Sample<DeviceState> state(String name, Authentication authentication) {
    Connection connection =
        authentication instanceof Authentication.None
            ? null
            : new Connection(CONNECTION, EDGE, "mqtt", 1_790_000_000_999L, null);
    return state(name, authentication, connection);
  }

  private static Sample<DeviceState> state(
      String name, Authentication authentication, Connection connection) {
    return sample(
        "device-state-" + name,
        Codecs.DEVICE_STATE,
        new DeviceState(identity(authentication), connection, 1_790_000_001_000L),
        authentication);
  }

  private static <T> Sample<T> sample(String name, JsonCodec<T> codec, T value, Object part) {
    return new Sample<>("golden/v1/" + name + ".json", codec, value, part);
  }

  private static Identity identity(Authentication authentication) {
    return new Identity(
        "d;1",
        "1790000000000001",
        "MTc5MDAwMDAwMDAwMDEyMw==",
        Status.ENABLED,
        authentication instanceof Authentication.None ? null : "moved to hall ü",
        1_790_000_000_321L,
        authentication,
        POSITION);
  }
}
