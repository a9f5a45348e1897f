package io.weir.device.connection;

/**
 * Who holds a device.
 *
 * @param connectedAt epoch milliseconds, the log's time
 */
public record Connection(ConnectionId id, EdgeAddress edge, String protocol, long connectedAt) {}
