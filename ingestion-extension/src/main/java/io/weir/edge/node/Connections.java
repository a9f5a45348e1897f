package io.weir.edge.node;

import io.weir.device.connection.ConnectionId;
import io.weir.device.error.HubError;

/**
 * The device connections that this node holds, whatever their protocol. Called from the node's own
 * threads; no method may block.
 */
public interface Connections {

  /**
   * Ends connections of the device that authenticated before {@code authenticatedSince}; with
   * {@code Long.MAX_VALUE} all of them.
   */
  void revoke(String deviceId, long authenticatedSince);

  /** Ends this connection, if it is still there. */
  void close(String deviceId, ConnectionId connection, HubError reason);

  /** Ends every connection of this node: its lease has lapsed, or it is going down. */
  void closeAll(HubError reason);
}
