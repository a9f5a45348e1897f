package io.weir.jobs.devices;

import io.weir.device.codec.Codecs;
import io.weir.device.codec.JsonCodec;
import io.weir.device.codec.MalformedRecordException;
import io.weir.device.command.CommandEnvelope;
import io.weir.device.identity.DeviceIds;
import io.weir.device.state.Decision;
import io.weir.device.state.DeviceState;
import io.weir.device.state.DeviceStateMachine;
import io.weir.device.state.Effect;
import io.weir.device.state.RowChange;
import io.weir.device.state.RulesState;
import io.weir.device.state.RulesStateMachine;
import java.util.List;

/** Chooses the state machine by the key, and speaks bytes: keyed state is bytes of a codec. */
final class KeyDecider {

  private final DeviceStateMachine devices = new DeviceStateMachine();
  private final RulesStateMachine rules = new RulesStateMachine();

  /**
   * What became of a command.
   *
   * @param state the new state as bytes; null when nothing is left to keep
   */
  record Decided(Bytes state, List<RowChange> rows, List<Effect> effects) {}

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
   * @throws MalformedCommandException when the record is none that can be decided; nothing changes
   * @throws MalformedRecordException when the state cannot be read: the task must fail
   */
  Decided decide(byte[] state, CommandRecord record, long position)
      throws MalformedCommandException {
    boolean ruleSet = record.key().equals(RulesStateMachine.KEY);
    if (!ruleSet && !DeviceIds.isValid(record.key())) {
      throw new MalformedCommandException("The key is neither a device id nor a reserved key.");
    }
    CommandEnvelope envelope = decode(record);
    if (ruleSet) {
      RulesState before = state == null ? null : Codecs.RULES_STATE.decode(state);
      return encoded(Codecs.RULES_STATE, decideRules(before, envelope, record));
    }
    DeviceState before = state == null ? null : Codecs.DEVICE_STATE.decode(state);
    return encoded(Codecs.DEVICE_STATE, decideDevice(before, envelope, record, position));
  }

  private static CommandEnvelope decode(CommandRecord record) throws MalformedCommandException {
    if (record.value() == null) {
      throw new MalformedCommandException("The record has no value.");
    }
    CommandEnvelope envelope;
    try {
      envelope = Codecs.COMMAND.decode(record.value());
    } catch (MalformedRecordException e) {
      throw new MalformedCommandException(e);
    }
    if (envelope.command() == null) {
      throw new MalformedCommandException("The record has no command.");
    }
    return envelope;
  }

  private Decision<RulesState> decideRules(
      RulesState before, CommandEnvelope envelope, CommandRecord record)
      throws MalformedCommandException {
    try {
      return rules.decide(before, envelope, record.logTime());
    } catch (RuntimeException e) {
      throw new MalformedCommandException(e);
    }
  }

  /** A command with parts missing makes the pure state machine throw, before anything changed. */
  private Decision<DeviceState> decideDevice(
      DeviceState before, CommandEnvelope envelope, CommandRecord record, long position)
      throws MalformedCommandException {
    try {
      return devices.decide(record.key(), before, envelope, position, record.logTime());
    } catch (RuntimeException e) {
      throw new MalformedCommandException(e);
    }
  }

  private static <S> Decided encoded(JsonCodec<S> codec, Decision<S> decision) {
    byte[] next = decision.next() == null ? null : codec.encode(decision.next());
    return new Decided(next == null ? null : new Bytes(next), decision.rows(), decision.effects());
  }
}
