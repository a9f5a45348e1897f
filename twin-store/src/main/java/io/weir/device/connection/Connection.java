package io.weir.device.connection;

import java.util.Objects;

/**
 * Who holds a device.
 *
 * @param connectedAt epoch milliseconds, the log's time
 */
public record Connection(ConnectionId id, EdgeAddress edge, String protocol, long connectedAt) {
  public Connection {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(edge, "edge");
  }
}
