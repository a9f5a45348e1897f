package io.weir.device.command;

import io.weir.device.connection.EdgeAddress;
import java.util.Objects;

/**
 * A record's value on {@code device-commands}; its key is the device id, or a reserved key such as
 * {@code rules/default}.
 *
 * @param replyTo who waits for the answer; null when nobody does
 * @param correlationId unique within the incarnation of {@code replyTo}
 * @param moduleId the module of the device that the command is about; null for the device itself
 */
public record CommandEnvelope(
    EdgeAddress replyTo, long correlationId, String moduleId, Command command) {
  public CommandEnvelope {
    Objects.requireNonNull(command, "command");
  }

  /** About the device itself, or about what is no device. */
  public CommandEnvelope(EdgeAddress replyTo, long correlationId, Command command) {
    this(replyTo, correlationId, null, command);
  }
}
