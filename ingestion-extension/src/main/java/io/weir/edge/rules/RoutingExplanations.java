package io.weir.edge.rules;

import io.weir.device.command.Command;
import io.weir.device.error.HubError;
import io.weir.device.explain.Explanation;
import io.weir.device.identity.DeviceIds;
import io.weir.device.state.RulesStateMachine;
import io.weir.edge.node.CommandBus;
import io.weir.edge.node.HubException;
import io.weir.edge.registry.Reads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Why messages went where they went. The jobs record it of the devices that they are asked to, and
 * always of some messages for which a condition was undefined or that no route took.
 */
public final class RoutingExplanations {

  /** The most explanations in one answer. */
  public static final int MAX_LAST = 100;

  /** The longest time for which a device is recorded. */
  public static final Duration MAX_RECORDING = Duration.ofHours(1);

  private final ExplanationStore store;
  private final CommandBus commands;

  public RoutingExplanations(ExplanationStore store, CommandBus commands) {
    this.store = store;
    this.commands = commands;
  }

  /**
   * The explanations of a device's latest messages, the last one first.
   *
   * @param last how many, at most {@link #MAX_LAST}
   */
  public CompletionStage<List<Explanation>> ofDevice(String deviceId, int last) {
    return Reads.of(store.ofDevice(valid(deviceId), last));
  }

  /**
   * The explanations of the latest messages with that id, whoever sent them, the last one first.
   *
   * @param last how many, at most {@link #MAX_LAST}
   */
  public CompletionStage<List<Explanation>> ofMessage(String messageId, int last) {
    if (messageId.isEmpty()) {
      throw new HubException(HubError.ARGUMENT_INVALID, "messageId: empty (expected: an id)");
    }
    return Reads.of(store.ofMessage(messageId, last));
  }

  /**
   * Has the messages of a device explained from now on; fails with INVALID_OPERATION when too many
   * devices are.
   *
   * @param seconds how long, at most {@link #MAX_RECORDING}; 0 ends it
   */
  public CompletionStage<Void> record(String deviceId, long seconds) {
    return commands
        .call(RulesStateMachine.KEY, new Command.RecordExplanations(valid(deviceId), seconds))
        .thenAccept(done -> {});
  }

  private static String valid(String deviceId) {
    if (!DeviceIds.isValid(deviceId)) {
      throw new HubException(
          HubError.ARGUMENT_INVALID, "deviceId: no id of a device (expected: as REG-01 has it)");
    }
    return deviceId;
  }
}
