package io.weir.device.state;

import io.weir.device.command.Command;
import io.weir.device.command.CommandEnvelope;
import io.weir.device.command.IdentitySpec;
import io.weir.device.connection.Connection;
import io.weir.device.error.HubError;
import io.weir.device.identity.Identity;
import io.weir.device.state.RowChange.DropConnection;
import io.weir.device.state.RowChange.DropIdentity;
import io.weir.device.state.RowChange.PutConnection;
import io.weir.device.state.RowChange.PutIdentity;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides every command about one device: {@code state + command -> state' + rows + effects}. Pure:
 * the same state, command, position and log time always give the same decision, so replaying the
 * log gives the same versions, etags and rows.
 */
public final class DeviceStateMachine {

  private final IdentityRules identities = new IdentityRules();

  /**
   * @param state null for a device never heard of
   * @param position microseconds, unique for the device and increasing
   * @param logTime the record's append time, epoch milliseconds
   */
  public Decision<DeviceState> decide(
      String deviceId, DeviceState state, CommandEnvelope envelope, long position, long logTime) {
    DeviceState before = state == null ? DeviceState.UNKNOWN : state;
    Turn turn = new Turn(deviceId, before, envelope, position, Math.max(logTime, before.now()));
    Command command = envelope.command();
    if (command instanceof Command.CreateIdentity create) {
      create(turn, create);
    } else if (command instanceof Command.UpdateIdentity update) {
      update(turn, update);
    } else if (command instanceof Command.DeleteIdentity delete) {
      delete(turn, delete);
    } else if (command instanceof Command.Connect connect) {
      connect(turn, connect);
    } else if (command instanceof Command.Disconnect disconnect) {
      disconnect(turn, disconnect);
    } else if (command instanceof Command.Tick) {
      tick(turn);
    } else {
      turn.refuse(HubError.INVALID_OPERATION, "The command is not one for a device.");
    }
    return turn.decision();
  }

  private void create(Turn turn, Command.CreateIdentity command) {
    if (turn.identity != null) {
      turn.refuse(
          HubError.DEVICE_ALREADY_EXISTS,
          "A device with ID '" + turn.deviceId + "' is registered.");
      return;
    }
    if (!turn.isComplete(identities, command.spec())) {
      return;
    }
    Identity created = identities.create(turn.deviceId, command.spec(), turn.position);
    turn.put(created);
    turn.answer(new Answer.IdentityAnswer(created));
  }

  private void update(Turn turn, Command.UpdateIdentity command) {
    if (!turn.allows(command.ifMatch()) || !turn.isComplete(identities, command.spec())) {
      return;
    }
    Identity before = turn.identity;
    Identity after = identities.update(before, command.spec(), turn.position, turn.now);
    turn.put(after);
    turn.answer(new Answer.IdentityAnswer(after));
    if (after.authenticatedSince() != before.authenticatedSince()) {
      turn.endConnections();
    }
  }

  private void delete(Turn turn, Command.DeleteIdentity command) {
    if (!turn.allows(command.ifMatch() == null ? "*" : command.ifMatch())) {
      return;
    }
    turn.identity = null;
    turn.rows.add(new DropIdentity(turn.deviceId));
    turn.answer(new Answer.Done());
    turn.endConnections();
  }

  /** The last connect in the log wins, unless what it authenticated against has moved on. */
  private void connect(Turn turn, Command.Connect command) {
    Identity identity = turn.identity;
    if (identity == null
        || !identity.enabled()
        || identity.authenticatedSince() != command.authenticatedSince()) {
      turn.effects.add(
          new Effect.CloseConnection(
              command.edge(), turn.deviceId, command.connection(), HubError.UNAUTHORIZED));
      turn.refuse(HubError.UNAUTHORIZED, "The credentials are not good any more.");
      return;
    }
    if (turn.connection != null && !turn.connection.id().equals(command.connection())) {
      turn.effects.add(
          new Effect.CloseConnection(
              turn.connection.edge(),
              turn.deviceId,
              turn.connection.id(),
              HubError.CONNECTION_TAKEN_OVER));
    }
    turn.connection =
        new Connection(
            command.connection(), command.edge(), command.protocol(), turn.now, command.expires());
    turn.rows.add(new PutConnection(turn.deviceId, turn.connection));
    turn.answer(new Answer.Done());
  }

  private void disconnect(Turn turn, Command.Disconnect command) {
    if (turn.connection != null && turn.connection.id().equals(command.connection())) {
      turn.dropConnection();
    }
    turn.answer(new Answer.Done());
  }

  /** Ends what is due: the last word on a socket that its edge node, stalled or gone, kept. */
  private void tick(Turn turn) {
    Connection held = turn.connection;
    if (held != null && held.expiredAt(turn.now)) {
      turn.effects.add(
          new Effect.CloseConnection(held.edge(), turn.deviceId, held.id(), HubError.UNAUTHORIZED));
      turn.dropConnection();
    }
    turn.answer(new Answer.Done());
  }

  /** The scratch pad of one decision. */
  private static final class Turn {
    private final String deviceId;
    private final DeviceState before;
    private final CommandEnvelope envelope;
    private final long position;
    private final long now;
    private final List<RowChange> rows = new ArrayList<>(2);
    private final List<Effect> effects = new ArrayList<>(2);
    private Identity identity;
    private Connection connection;

    Turn(String deviceId, DeviceState before, CommandEnvelope envelope, long position, long now) {
      this.deviceId = deviceId;
      this.before = before;
      this.envelope = envelope;
      this.position = position;
      this.now = now;
      this.identity = before.identity();
      this.connection = before.connection();
    }

    void put(Identity after) {
      identity = after;
      rows.add(new PutIdentity(after));
    }

    /**
     * Ends all connections that there are, and none of the device's next life: a node may learn of
     * a deletion after it has admitted the device that was created in its place.
     */
    void endConnections() {
      effects.add(new Effect.IdentityChanged(deviceId, position));
      if (connection != null) {
        dropConnection();
      }
    }

    void dropConnection() {
      connection = null;
      rows.add(new DropConnection(deviceId));
    }

    /** Checks existence and If-Match (REST-52), answering the refusal. */
    boolean allows(String ifMatch) {
      if (identity == null) {
        refuse(HubError.DEVICE_NOT_FOUND, "Device '" + deviceId + "' is not registered.");
        return false;
      }
      if (!ifMatch.equals("*") && !ifMatch.equals(identity.etag())) {
        refuse(
            HubError.PRECONDITION_FAILED,
            "The device's etag is '" + identity.etag() + "', not '" + ifMatch + "'.");
        return false;
      }
      return true;
    }

    /** Checks the wish (design, "The log's rules" 3: whole, before anything is written). */
    boolean isComplete(IdentityRules identities, IdentitySpec spec) {
      boolean complete = identities.isComplete(identity, spec);
      if (!complete) {
        refuse(HubError.ARGUMENT_INVALID, "A symmetric key is missing.");
      }
      return complete;
    }

    void refuse(HubError error, String message) {
      answer(new Answer.Refused(error, message));
    }

    void answer(Answer answer) {
      if (envelope.replyTo() != null) {
        effects.add(new Effect.Reply(envelope.replyTo(), envelope.correlationId(), answer));
      }
    }

    /**
     * What writes no row changes nothing, the clock included: nobody has seen that time. A device
     * that is gone is forgotten, so that ids which come and go leave nothing behind; its next life
     * has a clock of its own.
     */
    Decision<DeviceState> decision() {
      DeviceState after = rows.isEmpty() ? before : new DeviceState(identity, connection, now);
      boolean forgotten = after.identity() == null && after.connection() == null;
      return new Decision<>(forgotten ? null : after, rows, effects);
    }
  }
}
