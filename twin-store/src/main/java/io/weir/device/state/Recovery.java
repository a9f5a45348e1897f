package io.weir.device.state;

import io.weir.device.command.Command;
import io.weir.device.identity.Identity;
import java.util.Map;
import java.util.TreeMap;

/**
 * After the state was read from the store, the log begins before it: what the rows tell already is
 * not decided again, so that versions go on without gap or repetition (design, "The log's rules"
 * 10). Its effects may be lost with the former state, so what they told is told once more, whole.
 */
final class Recovery {

  /** Whether the store has what became of the command. */
  boolean wasDecided(Turn turn, Command command) {
    if (command instanceof Command.Inspect) {
      return false;
    }
    DeviceState before = turn.self().before();
    return turn.position() <= (isOfPresence(command) ? before.presenceApplied() : before.applied())
        || isOfFormerLife(turn);
  }

  /**
   * A device that was deleted and created again took its modules with it: no row tells of them any
   * more, and what the log repeats of them must not bring them back in the device's next life.
   */
  private static boolean isOfFormerLife(Turn turn) {
    Identity device = turn.device().identity();
    return device != null && turn.position() < Long.parseLong(device.generationId());
  }

  /** What is remembered of the device and its modules. */
  void inspect(Turn turn) {
    Map<String, Answer.Remembered> owners = new TreeMap<>();
    Owner device = turn.device();
    if (device.identity() != null) {
      owners.put("", remembered(device));
      for (String moduleId : device.modules().keySet()) {
        owners.put(moduleId, remembered(turn.module(moduleId)));
      }
    }
    turn.answer(new Answer.Inspected(owners));
  }

  private static Answer.Remembered remembered(Owner owner) {
    return new Answer.Remembered(
        owner.before().applied(),
        owner.before().presenceApplied(),
        Fingerprint.of(
            owner.identity(),
            owner.service(),
            owner.reported(),
            owner.connection(),
            owner.presence()));
  }

  private static boolean isOfPresence(Command command) {
    return command instanceof Command.Connect
        || command instanceof Command.Disconnect
        || command instanceof Command.Subscribe
        || command instanceof Command.Unsubscribe
        || command instanceof Command.ReportActivity
        || command instanceof Command.Tick;
  }

  /**
   * With the last command that is not decided again: readers drop what comes with a position that
   * they have seen, and they may have seen every one but this. The caller gets no answer: what it
   * would have been is not known any more.
   */
  void tellAgain(Turn turn) {
    Owner self = turn.self();
    Identity identity = self.identity();
    if (!self.before().recovered()
        || identity == null
        || turn.position() < self.before().applied()) {
      return;
    }
    self.settleRecovery();
    turn.emit(new Effect.IdentityChanged(self.key(), identity.authenticatedSince()));
    turn.pushDesired(self, self.service().desired().deviceWire());
    turn.emit(DeviceEvents.replaced(self, turn));
  }
}
