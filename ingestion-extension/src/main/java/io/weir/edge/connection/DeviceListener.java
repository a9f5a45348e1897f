package io.weir.edge.connection;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.error.HubError;

/** The protocol head's end of one connection. No method may block. */
public interface DeviceListener {

  /** The connection has to end; told once. */
  void close(HubError reason);

  /**
   * The desired properties have changed (MQTT-36).
   *
   * @param version their {@code $version}
   * @param properties the patch with its nulls, or the whole section; with {@code $version}
   */
  void desiredChanged(long version, ObjectNode properties);
}
