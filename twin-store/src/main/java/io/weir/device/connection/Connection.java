package io.weir.device.connection;

import java.util.Objects;

/**
 * Who holds a device.
 *
 * @param connectedAt epoch milliseconds, the log's time
 * @param expires when it has to end with its credential, epoch milliseconds; null when it need not
 */
public record Connection(
    ConnectionId id, EdgeAddress edge, String protocol, long connectedAt, Long expires) {
  public Connection {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(edge, "edge");
  }

  /** Whether it has to end. */
  public boolean expiredAt(long now) {
    return expires != null && expires <= now;
  }
}
