package io.weir.edge.node;

import io.weir.device.command.Command;
import io.weir.device.identity.TwinKey;
import io.weir.device.state.Answer;
import java.util.concurrent.CompletionStage;

/** Commands to the one writer, each sent once (design, "The log's rules" 5). */
public interface CommandBus {

  /**
   * Sends a command and awaits the answer.
   *
   * @param key the device id, or a reserved key such as {@code rules/default}
   * @param moduleId the module of the device that the command is about; null for the device itself
   * @return never an {@link Answer.Refused}: fails with {@link HubException} of the refusal's error
   *     instead; with SERVICE_UNAVAILABLE when no answer came in time, in which case the command
   *     may have been applied
   */
  CompletionStage<Answer> call(String key, String moduleId, Command command);

  /** A call about a device or a module. */
  default CompletionStage<Answer> call(TwinKey key, Command command) {
    return call(key.deviceId(), key.moduleId(), command);
  }

  /** A call about what has a reserved key, or about a device. */
  default CompletionStage<Answer> call(String key, Command command) {
    return call(key, null, command);
  }

  /**
   * Sends a command and awaits the log only. Commands of one device arrive in the order of the
   * calls.
   *
   * @return completes when the command is in the log; fails with SERVICE_UNAVAILABLE when that is
   *     not known, in which case it may still be there
   */
  CompletionStage<Void> send(TwinKey key, Command command);
}
