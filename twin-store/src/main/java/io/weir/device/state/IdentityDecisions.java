package io.weir.device.state;

import io.weir.device.command.Command;
import io.weir.device.command.IdentitySpec;
import io.weir.device.command.ImportMode;
import io.weir.device.error.HubError;
import io.weir.device.identity.Identity;
import io.weir.device.state.TwinDecisions.Wish;
import io.weir.device.twin.ServiceTwin;
import java.util.List;

/** The registry's writes (REST-02, 03, 05, 08, 09). */
final class IdentityDecisions {

  /** LIM-08. */
  static final int MAX_MODULES = 50;

  private final IdentityRules rules = new IdentityRules();
  private final TwinDecisions twins = new TwinDecisions();

  void create(Turn turn, Command.CreateIdentity command) {
    if (mayCreate(turn, command.spec())) {
      create(turn, command.spec());
      turn.answer(turn.self().identity());
      turn.emit(DeviceEvents.created(turn.self(), turn));
    }
  }

  void update(Turn turn, Command.UpdateIdentity command) {
    if (turn.allows(command.ifMatch()) && isComplete(turn, command.spec())) {
      update(turn, command.spec());
      turn.answer(turn.self().identity());
      afterUpdate(turn);
    }
  }

  void delete(Turn turn, Command.DeleteIdentity command) {
    if (turn.allows(command.ifMatch() == null ? "*" : command.ifMatch())) {
      turn.answer(new Answer.Done());
      delete(turn);
    }
  }

  /** One line of a bulk request: all of it, or nothing. */
  void bulk(Turn turn, Command.ImportIdentity line) {
    Owner self = turn.self();
    ImportMode mode = line.mode();
    boolean exists = self.identity() != null;
    String ifMatch = mode.isConditional() ? orNone(line.ifMatch()) : "*";
    String twinMatch = mode.isConditional() ? line.twinIfMatch() : null;
    switch (mode) {
      case DELETE, DELETE_IF_MATCH_ETAG -> delete(turn, new Command.DeleteIdentity(ifMatch));
      case UPDATE_TWIN -> importTwin(turn, line, "*");
      case UPDATE_TWIN_IF_MATCH_ETAG -> importTwin(turn, line, orNone(twinMatch));
      case CREATE -> importNew(turn, line);
      case UPDATE, UPDATE_IF_MATCH_ETAG -> importOver(turn, line, ifMatch, twinMatch);
      case CREATE_OR_UPDATE, CREATE_OR_UPDATE_IF_MATCH_ETAG -> {
        if (exists) {
          importOver(turn, line, ifMatch, twinMatch);
        } else {
          importNew(turn, line);
        }
      }
    }
  }

  /** A condition without an etag holds for nobody: it must not write what it was to protect. */
  private static String orNone(String ifMatch) {
    return ifMatch == null ? "" : ifMatch;
  }

  private void importTwin(Turn turn, Command.ImportIdentity line, String ifMatch) {
    if (turn.allowsTwin(ifMatch) && twins.write(turn, wish(line, false))) {
      turn.answer(new Answer.Done());
    }
  }

  private void importNew(Turn turn, Command.ImportIdentity line) {
    if (!mayCreate(turn, line.spec())) {
      return;
    }
    ServiceTwin twin = twins.written(turn, ServiceTwin.initial(), wish(line, true));
    if (twin != null) {
      create(turn, line.spec());
      turn.self().put(twin);
      turn.answer(new Answer.Done());
      turn.emit(DeviceEvents.created(turn.self(), turn));
    }
  }

  private void importOver(
      Turn turn, Command.ImportIdentity line, String ifMatch, String twinMatch) {
    if (turn.allows(ifMatch)
        && turn.allowsTwin(twinMatch)
        && isComplete(turn, line.spec())
        && twins.write(turn, wish(line, true))) {
      update(turn, line.spec());
      turn.answer(new Answer.Done());
      afterUpdate(turn);
    }
  }

  private static Wish wish(Command.ImportIdentity line, boolean replace) {
    return new Wish(line.tags(), line.desired(), replace, line.limits());
  }

  /** Checks the wish (design, "The log's rules" 3: whole, before anything is written). */
  private boolean mayCreate(Turn turn, IdentitySpec spec) {
    Owner self = turn.self();
    boolean module = self.key().isModule();
    if (module && !turn.deviceExists()) {
      return false;
    }
    if (self.identity() != null) {
      turn.refuse(
          module ? HubError.MODULE_ALREADY_EXISTS : HubError.DEVICE_ALREADY_EXISTS,
          (module ? "A module" : "A device")
              + " with ID '"
              + self.key().path()
              + "' is registered.");
      return false;
    }
    if (module && turn.device().modules().size() >= MAX_MODULES) {
      turn.refuse(
          HubError.TOO_MANY_MODULES,
          "modules: " + MAX_MODULES + " already (expected: at most " + MAX_MODULES + ")");
      return false;
    }
    return isComplete(turn, spec);
  }

  private boolean isComplete(Turn turn, IdentitySpec spec) {
    boolean complete = spec != null && rules.isComplete(turn.self().identity(), spec);
    if (!complete) {
      turn.refuse(HubError.ARGUMENT_INVALID, "A symmetric key is missing.");
    }
    return complete;
  }

  private void create(Turn turn, IdentitySpec spec) {
    turn.self().create(rules.create(turn.self().key(), spec, turn.position()));
    turn.remember(turn.self());
  }

  private void update(Turn turn, IdentitySpec spec) {
    Owner self = turn.self();
    self.put(rules.update(self.identity(), spec, turn.position(), turn.now()));
  }

  private static void afterUpdate(Turn turn) {
    Owner self = turn.self();
    Identity before = self.before().identity();
    Identity after = self.identity();
    if (after.authenticatedSince() != before.authenticatedSince()) {
      turn.endConnections(self);
    }
    if (!self.key().isModule() && before.enabled() && !after.enabled()) {
      // A disabled device's modules have no way in either (AUTH-11).
      modules(turn).forEach(turn::endConnections);
    }
    turn.emit(DeviceEvents.updated(self, turn));
  }

  private static void delete(Turn turn) {
    Owner self = turn.self();
    if (self.key().isModule()) {
      drop(turn, self);
      turn.device().modules().remove(self.key().moduleId());
    } else {
      List<Owner> modules = modules(turn);
      modules.forEach(module -> drop(turn, module));
      drop(turn, self);
    }
  }

  private static void drop(Turn turn, Owner owner) {
    Identity gone = owner.identity();
    turn.endConnections(owner);
    owner.drop();
    turn.emit(DeviceEvents.deleted(gone, turn));
  }

  private static List<Owner> modules(Turn turn) {
    return List.copyOf(turn.device().modules().keySet()).stream().map(turn::module).toList();
  }
}
