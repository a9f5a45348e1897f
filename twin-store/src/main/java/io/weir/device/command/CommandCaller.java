package io.weir.device.command;

import io.weir.device.connection.EdgeAddress;

/**
 * Who waits for the answer to a command: that part of a {@link CommandEnvelope} which can be read
 * where its command cannot.
 *
 * @param replyTo null when nobody does
 */
public record CommandCaller(EdgeAddress replyTo, long correlationId) {}
