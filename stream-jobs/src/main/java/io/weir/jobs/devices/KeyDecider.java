package io.weir.jobs.devices;

import io.weir.device.codec.Codecs;
import io.weir.device.codec.JsonCodec;
import io.weir.device.codec.MalformedRecordException;
import io.weir.device.command.Command;
import io.weir.device.command.CommandCaller;
import io.weir.device.command.CommandEnvelope;
import io.weir.device.error.HubError;
import io.weir.device.identity.DeviceIds;
import io.weir.device.state.Answer;
import io.weir.device.state.Decision;
import io.weir.device.state.DeviceState;
import io.weir.device.state.DeviceStateMachine;
import io.weir.device.state.Effect;
import io.weir.device.state.RowChange;
import io.weir.device.state.RulesState;
import io.weir.device.state.RulesStateMachine;
import java.util.List;
import java.util.function.Function;

/** Chooses the state machine by the key, and speaks bytes: keyed state is bytes of a codec. */
final class KeyDecider {

  private static final Due NEVER = new Due(null, null, false);

  private final Machine<DeviceState> devices;
  private final Machine<RulesState> rules;

  KeyDecider() {
    this(
        new DeviceStateMachine()::decide,
        (key, before, envelope, position, logTime) ->
            new RulesStateMachine().decide(before, envelope, logTime));
  }

  KeyDecider(Machine<DeviceState> devices, Machine<RulesState> rules) {
    this.devices = devices;
    this.rules = rules;
  }

  /** A pure state machine. */
  interface Machine<S> {
    Decision<S> decide(String key, S before, CommandEnvelope envelope, long position, long logTime);
  }

  /** What became of a record. */
  sealed interface Outcome {}

  /**
   * The command was decided.
   *
   * @param state the new state as bytes; null when nothing is left to keep
   */
  record Decided(Bytes state, List<RowChange> rows, List<Effect> effects, Due due)
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

  /** Bytes that nobody changes; compared by identity. */
  static final class Bytes {
    private final byte[] array;

    Bytes(byte[] array) {
      this.array = array;
    }

    byte[] array() {
      return array;
    }
  }

  /**
   * Decides a command.
   *
   * @param state null when the key has none
   * @throws MalformedRecordException when the state cannot be read: the task must fail
   */
  Outcome decide(byte[] state, CommandRecord record, long position) {
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
    if (ruleSet) {
      RulesState before = state == null ? null : Codecs.RULES_STATE.decode(state);
      return decide(rules, Codecs.RULES_STATE, before, envelope, record, position, after -> NEVER);
    }
    DeviceState before = state == null ? null : Codecs.DEVICE_STATE.decode(state);
    boolean ticked = envelope.command() instanceof Command.Tick;
    return decide(
        devices,
        Codecs.DEVICE_STATE,
        before,
        envelope,
        record,
        position,
        after -> new Due(expiry(before), expiry(after), ticked));
  }

  /** A state machine that throws has a defect; it is pure, so nothing has changed. */
  private static <S> Outcome decide(
      Machine<S> machine,
      JsonCodec<S> codec,
      S before,
      CommandEnvelope envelope,
      CommandRecord record,
      long position,
      Function<S, Due> due) {
    Decision<S> decision;
    try {
      decision = machine.decide(record.key(), before, envelope, position, record.logTime());
    } catch (RuntimeException e) {
      String message = "The hub failed to decide the command.";
      CommandCaller caller = new CommandCaller(envelope.replyTo(), envelope.correlationId());
      return new Undecided(
          HubError.SERVER_ERROR, message, reply(caller, HubError.SERVER_ERROR, message), e);
    }
    S after = decision.next();
    return new Decided(
        after == null ? null : new Bytes(codec.encode(after)),
        decision.rows(),
        decision.effects(),
        due.apply(after));
  }

  private static Long expiry(DeviceState state) {
    return state == null || state.connection() == null ? null : state.connection().expires();
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
