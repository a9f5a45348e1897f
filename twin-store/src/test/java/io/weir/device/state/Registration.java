package io.weir.device.state;

import io.weir.device.command.CommandEnvelope;
import java.util.List;

/**
 * Decisions about a device without modules and twin, as far as they concern its identity and its
 * connection: what accompanies them (presence rows, events) has tests of its own.
 */
final class Registration {

  private Registration() {}

  /**
   * @param before null for a device never heard of
   */
  static Decision<DeviceState> decide(
      String deviceId, DeviceState before, CommandEnvelope envelope, long position, long logTime) {
    InMemoryDevice device = InMemoryDevice.of(before);
    DeviceDecision decision = device.decide(deviceId, envelope, position, logTime);
    return new Decision<>(
        device.headOrNull(), withoutPresence(decision.rows()), withoutEvents(decision.effects()));
  }

  private static List<RowChange> withoutPresence(List<RowChange> rows) {
    return rows.stream()
        .filter(row -> !(row instanceof RowChange.PutPresence))
        .filter(row -> !(row instanceof RowChange.DropPresence))
        .toList();
  }

  private static List<Effect> withoutEvents(List<Effect> effects) {
    return effects.stream().filter(effect -> !(effect instanceof Effect.Happened)).toList();
  }
}
