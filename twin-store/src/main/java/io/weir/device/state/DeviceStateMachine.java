package io.weir.device.state;

import io.weir.device.command.Command;
import io.weir.device.command.CommandEnvelope;
import io.weir.device.error.HubError;

/**
 * Decides every command about one device and its modules: {@code state + command -> state' + rows +
 * effects}. Pure: the same state, command, position and log time always give the same decision, so
 * replaying the log gives the same versions, etags and rows.
 */
public final class DeviceStateMachine {

  private final IdentityDecisions identities = new IdentityDecisions();
  private final ConnectionDecisions connections = new ConnectionDecisions();
  private final TwinDecisions twins = new TwinDecisions();
  private final Recovery recovery = new Recovery();

  /**
   * Decides.
   *
   * @param position microseconds, unique for the device and increasing
   * @param logTime the record's append time, epoch milliseconds
   */
  public DeviceDecision decide(
      String deviceId, DeviceMemory memory, CommandEnvelope envelope, long position, long logTime) {
    Turn turn = new Turn(deviceId, memory, envelope, position, logTime);
    Command command = envelope.command();
    if (recovery.wasDecided(turn, command)) {
      recovery.tellAgain(turn);
    } else if (command instanceof Command.CreateIdentity create) {
      identities.create(turn, create);
    } else if (command instanceof Command.UpdateIdentity update) {
      identities.update(turn, update);
    } else if (command instanceof Command.DeleteIdentity delete) {
      identities.delete(turn, delete);
    } else if (command instanceof Command.ImportIdentity line) {
      identities.bulk(turn, line);
    } else if (command instanceof Command.UpdateTwin update) {
      twins.update(turn, update);
    } else if (command instanceof Command.UpdateReported update) {
      twins.report(turn, update);
    } else if (command instanceof Command.Connect connect) {
      connections.connect(turn, connect);
    } else if (command instanceof Command.Disconnect disconnect) {
      connections.disconnect(turn, disconnect);
    } else if (command instanceof Command.Subscribe subscribe) {
      connections.subscribe(turn, subscribe);
    } else if (command instanceof Command.Unsubscribe unsubscribe) {
      connections.unsubscribe(turn, unsubscribe);
    } else if (command instanceof Command.ReportActivity activity) {
      connections.active(turn, activity);
    } else if (command instanceof Command.Inspect) {
      recovery.inspect(turn);
    } else if (command instanceof Command.Tick) {
      connections.tick(turn);
    } else {
      turn.refuse(HubError.INVALID_OPERATION, "The command is not one for a device.");
    }
    return turn.decision();
  }
}
