package io.weir.jobs.devices;

import io.weir.device.codec.Codecs;
import io.weir.device.codec.MalformedRecordException;
import io.weir.device.command.Command;
import io.weir.device.command.CommandCaller;
import io.weir.device.command.CommandEnvelope;
import io.weir.device.error.HubError;
import io.weir.device.identity.DeviceIds;
import io.weir.device.state.Answer;
import io.weir.device.state.Decision;
import io.weir.device.state.DeviceDecision;
import io.weir.device.state.DeviceMemory;
import io.weir.device.state.DeviceStateMachine;
import io.weir.device.state.Effect;
import io.weir.device.state.RowChange;
import io.weir.device.state.RulesState;
import io.weir.device.state.RulesStateMachine;
import io.weir.device.state.StateChange;
import io.weir.jobs.devices.Parts.Bytes;
import io.weir.jobs.devices.Parts.Change;
import java.util.List;

/** Chooses the state machine by the key, and speaks bytes: keyed state is bytes of a codec. */
final class KeyDecider {

  private static final Due NEVER = new Due(null, null, false);

  private final DeviceMachine devices;
  private final RulesMachine rules;

  KeyDecider() {
    this(new DeviceStateMachine()::decide, new RulesStateMachine()::decide);
  }

  KeyDecider(DeviceMachine devices, RulesMachine rules) {
    this.devices = devices;
    this.rules = rules;
  }

  /** The pure state machine of devices. */
  interface DeviceMachine {
    DeviceDecision decide(
        String key, DeviceMemory memory, CommandEnvelope envelope, long position, long logTime);
  }

  /** The pure state machine of the rule set. */
  interface RulesMachine {
    Decision<RulesState> decide(
        RulesState before, CommandEnvelope envelope, long position, long logTime);
  }

  /** What became of a record. */
  sealed interface Outcome {}

  /**
   * The command was decided.
   *
   * @param changes of the key's state
   */
  record Decided(List<Change> changes, List<RowChange> rows, List<Effect> effects, Due due)
      implements Outcome {}

  /**
   * Nothing was decided and nothing changes.
   *
   * @param error FORMAT_ERROR for what is no command, SERVER_ERROR for a defect of the hub
   * @param reply tells the caller so; null when none can be made out
   * @param cause null when the message says it all
   */
  record Undecided(HubError error, String message, Effect.Reply reply, RuntimeException cause)
      implements Outcome {}

  /**
   * When a tick of the key is due, in epoch milliseconds; null when never.
   *
   * @param before before the decision
   * @param after after it
   * @param ticked whether the command was a tick
   */
  record Due(Long before, Long after, boolean ticked) {}

  /**
   * Decides a command.
   *
   * @param state of the key
   * @throws MalformedRecordException when the state cannot be read: the task must fail
   */
  Outcome decide(Parts state, CommandRecord record, long position) {
    boolean ruleSet = record.key().equals(RulesStateMachine.KEY);
    if (!ruleSet && !DeviceIds.isValid(record.key())) {
      return malformed(record, "The key is neither a device id nor a reserved key.", null);
    }
    if (record.value() == null) {
      return malformed(record, "The record has no value.", null);
    }
    CommandEnvelope envelope;
    try {
      envelope = Codecs.COMMAND.decode(record.value());
    } catch (MalformedRecordException e) {
      return malformed(record, "The record is not a command that can be decided.", e);
    }
    if (envelope.moduleId() != null && !DeviceIds.isValid(envelope.moduleId())) {
      return malformed(record, "The module id is not one.", null);
    }
    try {
      return ruleSet
          ? rules(state, envelope, record, position)
          : device(state, envelope, record, position);
    } catch (MalformedRecordException | Parts.UnreadableException e) {
      throw e;
    } catch (RuntimeException e) {
      // A state machine that throws has a defect; it is pure, so nothing has changed.
      String message = "The hub failed to decide the command.";
      CommandCaller caller = new CommandCaller(envelope.replyTo(), envelope.correlationId());
      return new Undecided(
          HubError.SERVER_ERROR, message, reply(caller, HubError.SERVER_ERROR, message), e);
    }
  }

  private Decided rules(
      Parts state, CommandEnvelope envelope, CommandRecord record, long position) {
    byte[] bytes = state.get(Parts.HEAD);
    RulesState before = bytes == null ? null : Codecs.RULES_STATE.decode(bytes);
    Decision<RulesState> decision = rules.decide(before, envelope, position, record.logTime());
    RulesState after = decision.next();
    Bytes kept = after == null ? null : new Bytes(Codecs.RULES_STATE.encode(after));
    return new Decided(
        List.of(new Change(Parts.HEAD, kept)), decision.rows(), decision.effects(), NEVER);
  }

  private Decided device(
      Parts state, CommandEnvelope envelope, CommandRecord record, long position) {
    Parts.OfDevice memory = new Parts.OfDevice(state);
    DeviceDecision decision =
        devices.decide(record.key(), memory, envelope, position, record.logTime());
    Long before = memory.device().due();
    Due due = new Due(before, after(decision, before), envelope.command() instanceof Command.Tick);
    return new Decided(Parts.changes(decision.changes()), decision.rows(), decision.effects(), due);
  }

  private static Long after(DeviceDecision decision, Long before) {
    Long due = before;
    for (StateChange change : decision.changes()) {
      if (change.moduleId() == null && change instanceof StateChange.KeepHead keep) {
        due = keep.head().due();
      } else if (change.moduleId() == null && change instanceof StateChange.Forget) {
        due = null;
      }
    }
    return due;
  }

  private static Undecided malformed(CommandRecord record, String message, RuntimeException cause) {
    return new Undecided(
        HubError.FORMAT_ERROR,
        message,
        reply(caller(record.value()), HubError.FORMAT_ERROR, message),
        cause);
  }

  /** Who asked, if that much of the record can be read; null if not. */
  private static CommandCaller caller(byte[] value) {
    try {
      return value == null ? null : Codecs.COMMAND_CALLER.decode(value);
    } catch (MalformedRecordException e) {
      return null; // nobody to answer: the record itself is reported
    }
  }

  private static Effect.Reply reply(CommandCaller caller, HubError error, String message) {
    return caller == null || caller.replyTo() == null
        ? null
        : new Effect.Reply(
            caller.replyTo(), caller.correlationId(), new Answer.Refused(error, message));
  }
}
