package io.weir.edge.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.connection.ConnectionId;
import io.weir.device.error.HubError;
import io.weir.device.identity.TwinKey;

/**
 * The device connections that this node holds, whatever their protocol. Called from the node's own
 * threads; no method may block.
 */
public interface Connections {

  /**
   * Ends connections of the device or module that authenticated before {@code authenticatedSince};
   * with {@code Long.MAX_VALUE} all of them.
   */
  void revoke(TwinKey key, long authenticatedSince);

  /** Ends this connection, if it is still there. */
  void close(TwinKey key, ConnectionId connection, HubError reason);

  /**
   * Tells this connection of its desired properties, if it is still there (MQTT-36).
   *
   * @param properties the patch with its nulls, or the whole section; with {@code $version}
   */
  void desiredChanged(TwinKey key, ConnectionId connection, long version, ObjectNode properties);

  /** Ends every connection of this node: its lease has lapsed, or it is going down. */
  void closeAll(HubError reason);
}
