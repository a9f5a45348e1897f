package io.weir.device.state;

import io.weir.device.command.Command.ApplyRules;
import io.weir.device.command.CommandEnvelope;
import io.weir.device.error.HubError;
import java.util.ArrayList;
import java.util.List;

/** Decides the commands of the key {@link #KEY}: the rule set has one writer as a device has. */
public final class RulesStateMachine {

  /** The rule set's key on {@code device-commands}; {@code /} cannot stand in a device id. */
  public static final String KEY = "rules/default";

  /**
   * Decides.
   *
   * @param state null when there never was a rule set
   */
  public Decision<RulesState> decide(
      RulesState state, CommandEnvelope envelope, long position, long logTime) {
    if (state != null && position <= state.applied()) {
      // The state came from the store, which has what became of it.
      return new Decision<>(state, List.of(), List.of(new Effect.RulesPublished(state.current())));
    }
    long now = state == null ? logTime : Math.max(logTime, state.now());
    long version = state == null ? 0 : state.current().version();
    List<Effect> effects = new ArrayList<>(2);
    if (!(envelope.command() instanceof ApplyRules apply)) {
      answer(
          envelope,
          effects,
          refused(HubError.INVALID_OPERATION, "The command is not one for rules."));
      return new Decision<>(state, List.of(), effects);
    }
    if (apply.ifVersion() != null && apply.ifVersion() != version) {
      answer(
          envelope,
          effects,
          refused(
              HubError.PRECONDITION_FAILED,
              "The rule set's version is " + version + ", not " + apply.ifVersion() + "."));
      return new Decision<>(state, List.of(), effects);
    }
    RulesVersion next = new RulesVersion(version + 1, apply.text(), now);
    effects.add(new Effect.RulesPublished(next));
    answer(envelope, effects, new Answer.RulesAnswer(next.version()));
    return new Decision<>(
        new RulesState(next, now, position), List.of(new RowChange.PutRules(next)), effects);
  }

  private static Answer refused(HubError error, String message) {
    return new Answer.Refused(error, message);
  }

  private static void answer(CommandEnvelope envelope, List<Effect> effects, Answer answer) {
    if (envelope.replyTo() != null) {
      effects.add(new Effect.Reply(envelope.replyTo(), envelope.correlationId(), answer));
    }
  }
}
