package io.weir.device.state;

import io.weir.device.command.Command;
import io.weir.device.command.CommandEnvelope;
import io.weir.device.command.IdentitySpec;
import io.weir.device.connection.ConnectionId;
import io.weir.device.connection.EdgeAddress;
import io.weir.device.connection.Subscription;
import io.weir.device.error.HubError;
import io.weir.device.identity.EncryptedKey;
import io.weir.device.identity.Identity;
import io.weir.device.identity.Status;
import io.weir.device.identity.TwinKey;
import io.weir.device.twin.Section;
import io.weir.device.twin.ServiceTwin;
import io.weir.device.twin.TwinJson;
import io.weir.device.twin.TwinLimits;
import java.util.List;
import java.util.Set;

/** Callers of the one writer of the device {@code d} and its modules. */
final class OneDevice {

  static final EdgeAddress CALLER = new EdgeAddress(0, "caller");
  static final EdgeAddress EDGE = new EdgeAddress(1, "node");
  static final TwinKey D = TwinKey.device("d");
  static final long START = 1_790_000_000_000L;

  private InMemoryDevice memory = new InMemoryDevice();
  private long position = START * 1_000;
  private long logTime = START;
  private long connections;

  OneDevice() {}

  static TwinKey module(String moduleId) {
    return new TwinKey("d", moduleId);
  }

  InMemoryDevice memory() {
    return memory;
  }

  /** The state is lost, and made of this. */
  void memory(InMemoryDevice other) {
    memory = other;
  }

  /** Of the last command. */
  long position() {
    return position;
  }

  long logTime() {
    return logTime;
  }

  /** So much later. */
  void pass(long millis) {
    logTime += millis;
  }

  DeviceDecision send(Command command) {
    return send(null, command);
  }

  DeviceDecision send(String moduleId, Command command) {
    position += 3;
    logTime += 10;
    return at(position, moduleId, command);
  }

  /** Once more, or out of turn. */
  DeviceDecision at(long otherPosition, String moduleId, Command command) {
    return memory.decide(
        "d", new CommandEnvelope(CALLER, 7, moduleId, command), otherPosition, logTime);
  }

  DeviceDecision create(String moduleId) {
    return send(moduleId, new Command.CreateIdentity(spec(null)));
  }

  DeviceDecision disable(String moduleId) {
    return send(moduleId, new Command.UpdateIdentity(spec(Status.DISABLED), "*"));
  }

  DeviceDecision enable(String moduleId) {
    return send(moduleId, new Command.UpdateIdentity(spec(Status.ENABLED), "*"));
  }

  DeviceDecision delete(String moduleId) {
    return send(moduleId, new Command.DeleteIdentity(null));
  }

  DeviceDecision patch(String moduleId, String tags, String desired) {
    return send(moduleId, twin(tags, desired, false, null));
  }

  DeviceDecision report(String moduleId, ConnectionId connection, String patch) {
    return send(
        moduleId,
        new Command.UpdateReported(connection, TwinJson.parse(patch), null, TwinLimits.CURRENT));
  }

  /** A new connection that holds it. */
  ConnectionId connect(String moduleId) {
    return connect(moduleId, false, null);
  }

  ConnectionId connect(String moduleId, boolean keepsSession, Long expires) {
    ConnectionId id = new ConnectionId("node", ++connections);
    send(
        moduleId,
        new Command.Connect(
            id,
            EDGE,
            "mqtt",
            identity(moduleId).authenticatedSince(),
            expires,
            keepsSession,
            null));
    return id;
  }

  ConnectionId subscribed(String moduleId) {
    ConnectionId id = connect(moduleId);
    send(moduleId, new Command.Subscribe(id, Set.of(Subscription.DESIRED_PROPERTIES)));
    return id;
  }

  Identity identity(String moduleId) {
    return memory.head(moduleId).identity();
  }

  ServiceTwin service(String moduleId) {
    return memory.service(moduleId);
  }

  Section reported(String moduleId) {
    return memory.reported(moduleId);
  }

  String tags() {
    return TwinJson.text(service(null).tags());
  }

  String desired() {
    return TwinJson.text(service(null).desired().values());
  }

  static Command.UpdateTwin twin(String tags, String desired, boolean replace, String ifMatch) {
    return new Command.UpdateTwin(
        tags == null ? null : TwinJson.parse(tags),
        desired == null ? null : TwinJson.parse(desired),
        replace,
        ifMatch,
        TwinLimits.CURRENT);
  }

  static IdentitySpec spec(Status status) {
    return new IdentitySpec(
        status,
        null,
        null,
        null,
        null,
        EncryptedKey.of("spare-1"),
        EncryptedKey.of("spare-2"),
        null,
        null);
  }

  static Answer answer(DeviceDecision decision) {
    List<Answer> answers =
        decision.effects().stream()
            .filter(Effect.Reply.class::isInstance)
            .map(effect -> ((Effect.Reply) effect).answer())
            .toList();
    if (answers.size() != 1) {
      throw new AssertionError("answers: " + answers + " (expected: one)");
    }
    return answers.get(0);
  }

  /** Null when it was accepted. */
  static HubError refusal(DeviceDecision decision) {
    return answer(decision) instanceof Answer.Refused refused ? refused.error() : null;
  }

  static <E extends Effect> List<E> effects(DeviceDecision decision, Class<E> type) {
    return decision.effects().stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** {@code TYPE KEY BODY} of each. */
  static List<String> events(DeviceDecision decision) {
    return effects(decision, Effect.Happened.class).stream()
        .map(event -> event.type() + " " + event.key().path() + " " + TwinJson.text(event.body()))
        .toList();
  }

  static List<DeviceEventType> eventTypes(DeviceDecision decision) {
    return effects(decision, Effect.Happened.class).stream().map(Effect.Happened::type).toList();
  }
}
