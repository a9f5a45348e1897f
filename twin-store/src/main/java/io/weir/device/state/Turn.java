package io.weir.device.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.command.CommandEnvelope;
import io.weir.device.connection.Connection;
import io.weir.device.connection.ConnectionId;
import io.weir.device.connection.Subscription;
import io.weir.device.error.HubError;
import io.weir.device.identity.Identity;
import io.weir.device.identity.TwinKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One decision in the making. */
final class Turn {

  private final DeviceMemory memory;
  private final CommandEnvelope envelope;
  private final long position;
  private final long now;
  private final Owner device;
  private final Owner self;
  private final Map<String, Owner> modules = new LinkedHashMap<>();
  private final List<Effect> effects = new ArrayList<>(3);

  Turn(String deviceId, DeviceMemory memory, CommandEnvelope envelope, long position, long time) {
    this.memory = memory;
    this.envelope = envelope;
    this.position = position;
    this.device = new Owner(TwinKey.device(deviceId), memory);
    this.self = envelope.moduleId() == null ? device : module(envelope.moduleId());
    this.now = Math.max(time, Math.max(device.before().now(), self.before().now()));
  }

  long position() {
    return position;
  }

  /** Epoch milliseconds. */
  long now() {
    return now;
  }

  /** Whom the command is about: the device or a module of it. */
  Owner self() {
    return self;
  }

  Owner device() {
    return device;
  }

  Owner module(String moduleId) {
    return modules.computeIfAbsent(
        moduleId, id -> new Owner(new TwinKey(device.key().deviceId(), id), memory));
  }

  /** Whether the device is there, answering the refusal (REST-52). */
  boolean deviceExists() {
    if (device.identity() == null) {
      refuse(
          HubError.DEVICE_NOT_FOUND, "Device '" + device.key().deviceId() + "' is not registered.");
      return false;
    }
    return true;
  }

  /** Whether whom the command is about is there, answering the refusal. */
  boolean exists() {
    if (!deviceExists()) {
      return false;
    }
    if (self.identity() == null) {
      refuse(HubError.MODULE_NOT_FOUND, "Module '" + self.key().path() + "' is not registered.");
      return false;
    }
    return true;
  }

  /** Existence and If-Match (REST-52), answering the refusal. */
  boolean allows(String ifMatch) {
    return exists() && matches("device", ifMatch, self.identity().etag());
  }

  /** Existence and the twin's If-Match (TWIN-11), answering the refusal. */
  boolean allowsTwin(String ifMatch) {
    return exists() && (ifMatch == null || matches("twin", ifMatch, self.service().etag()));
  }

  private boolean matches(String what, String ifMatch, String etag) {
    if (ifMatch.equals("*") || ifMatch.equals(etag)) {
      return true;
    }
    refuse(
        HubError.PRECONDITION_FAILED,
        "The " + what + "'s etag is '" + etag + "', not '" + ifMatch + "'.");
    return false;
  }

  /** Whether the connection holds the device, answering the refusal. */
  boolean isHeldBy(ConnectionId connection) {
    Connection held = self.connection();
    if (held != null && held.id().equals(connection)) {
      return true;
    }
    refuse(HubError.CONNECTION_CLOSED, "The connection does not hold the device any more.");
    return false;
  }

  /**
   * Ends all connections that there are, and none of the next life: a node may learn of a deletion
   * after it has admitted what was created in its place.
   */
  void endConnections(Owner owner) {
    effects.add(new Effect.IdentityChanged(owner.key(), position));
    if (owner.connection() != null) {
      disconnect(owner);
    }
  }

  void disconnect(Owner owner) {
    owner.disconnect(now);
    effects.add(DeviceEvents.connection(owner.key(), DeviceEventType.DISCONNECTED, this));
    remember(owner);
  }

  /** The device knows of each module when its connection has to end. */
  void remember(Owner owner) {
    if (owner.key().isModule()) {
      device.modules().put(owner.key().moduleId(), owner.expires());
    }
  }

  /** Tells the device of its desired properties, if it is there and wants to know (MQTT-37). */
  void pushDesired(Owner owner, ObjectNode properties) {
    if (owner.hears(Subscription.DESIRED_PROPERTIES)) {
      Connection to = owner.connection();
      effects.add(
          new Effect.DesiredChanged(
              to.edge(), owner.key(), to.id(), owner.service().desired().version(), properties));
    }
  }

  void emit(Effect effect) {
    effects.add(effect);
  }

  void refuse(HubError error, String message) {
    answer(new Answer.Refused(error, message));
  }

  void answer(Answer answer) {
    if (envelope.replyTo() != null) {
      effects.add(new Effect.Reply(envelope.replyTo(), envelope.correlationId(), answer));
    }
  }

  void answer(Identity identity) {
    answer(new Answer.IdentityAnswer(identity));
  }

  /**
   * What writes no row changes nothing, the clock included: nobody has seen that time. What is gone
   * is forgotten, so that ids which come and go leave nothing behind; their next life has a clock
   * of its own.
   */
  DeviceDecision decision() {
    List<StateChange> changes = new ArrayList<>(device.changes(position, now));
    List<RowChange> rows = new ArrayList<>(device.rows());
    boolean deviceGone = device.identity() == null;
    if (deviceGone && !device.before().modules().isEmpty()) {
      rows.add(new RowChange.DropModules(device.key().deviceId()));
    }
    for (Owner module : modules.values()) {
      changes.addAll(module.changes(position, now));
      if (!deviceGone) {
        rows.addAll(module.rows());
      }
    }
    effects.sort(Comparator.comparing(Turn::isTold));
    return new DeviceDecision(changes, rows, effects);
  }

  /**
   * Goes out after the answer, for which somebody waits: one request is sent after another. What
   * ends connections goes before it, since it holds for whoever has the answer.
   */
  private static boolean isTold(Effect effect) {
    return effect instanceof Effect.Happened || effect instanceof Effect.DesiredChanged;
  }
}
