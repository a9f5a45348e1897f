package io.weir.device.state;

import io.weir.device.command.Command;
import io.weir.device.connection.Connection;
import io.weir.device.connection.Subscription;
import io.weir.device.error.HubError;
import io.weir.device.identity.Identity;
import java.util.List;
import java.util.Set;

/** Who holds the device, and what it hears (design, "The log's rules" 6). */
final class ConnectionDecisions {

  /** Activity is told this coarsely: milliseconds. */
  private static final long ACTIVITY_STEP = 60_000;

  /** The last connect in the log wins, unless what it authenticated against has moved on. */
  void connect(Turn turn, Command.Connect command) {
    Owner self = turn.self();
    if (!mayConnect(turn, command)) {
      turn.emit(
          new Effect.CloseConnection(
              command.edge(), self.key(), command.connection(), HubError.UNAUTHORIZED));
      turn.refuse(HubError.UNAUTHORIZED, "The credentials are not good any more.");
      return;
    }
    Connection before = self.connection();
    if (before != null && !before.id().equals(command.connection())) {
      turn.emit(
          new Effect.CloseConnection(
              before.edge(), self.key(), before.id(), HubError.CONNECTION_TAKEN_OVER));
    }
    Set<Subscription> kept =
        command.keepsSession() ? self.presence().subscriptions() : Set.<Subscription>of();
    self.connect(
        new Connection(
            command.connection(),
            command.edge(),
            command.protocol(),
            turn.now(),
            command.expires()),
        kept,
        turn.now());
    turn.remember(self);
    if (command.modelId() != null && !command.modelId().equals(self.identity().modelId())) {
      self.put(self.identity().withModelId(command.modelId()));
    }
    turn.answer(new Answer.Done());
    if (before == null) {
      turn.emit(DeviceEvents.connection(self.key(), DeviceEventType.CONNECTED, turn));
    }
  }

  private static boolean mayConnect(Turn turn, Command.Connect command) {
    Identity device = turn.device().identity();
    Identity identity = turn.self().identity();
    return device != null
        && device.enabled()
        && identity != null
        && identity.enabled()
        && identity.authenticatedSince() == command.authenticatedSince();
  }

  void disconnect(Turn turn, Command.Disconnect command) {
    Connection held = turn.self().connection();
    turn.answer(new Answer.Done());
    if (held != null && held.id().equals(command.connection())) {
      turn.disconnect(turn.self());
    }
  }

  void subscribe(Turn turn, Command.Subscribe command) {
    if (turn.isHeldBy(command.connection())) {
      turn.self().subscribe(command.subscriptions(), Set.of(), turn.now());
      answerSubscriptions(turn);
    }
  }

  void unsubscribe(Turn turn, Command.Unsubscribe command) {
    if (turn.isHeldBy(command.connection())) {
      turn.self().subscribe(Set.of(), command.subscriptions(), turn.now());
      answerSubscriptions(turn);
    }
  }

  private static void answerSubscriptions(Turn turn) {
    turn.answer(new Answer.Subscribed(turn.self().presence().subscriptions()));
  }

  void active(Turn turn, Command.ReportActivity command) {
    Owner self = turn.self();
    if (turn.isHeldBy(command.connection())) {
      if (turn.now() - self.presence().lastActivityTime() >= ACTIVITY_STEP) {
        self.active(turn.now());
      }
      turn.answer(new Answer.Done());
    }
  }

  /** Ends what is due: the last word on a socket that its edge node, stalled or gone, kept. */
  void tick(Turn turn) {
    endIfDue(turn, turn.device());
    for (String moduleId : List.copyOf(turn.device().modules().keySet())) {
      long expires = turn.device().modules().get(moduleId);
      if (expires != 0 && expires <= turn.now()) {
        endIfDue(turn, turn.module(moduleId));
      }
    }
    turn.answer(new Answer.Done());
  }

  private static void endIfDue(Turn turn, Owner owner) {
    Connection held = owner.connection();
    if (held != null && held.expiredAt(turn.now())) {
      turn.emit(
          new Effect.CloseConnection(held.edge(), owner.key(), held.id(), HubError.UNAUTHORIZED));
      turn.disconnect(owner);
    }
  }
}
