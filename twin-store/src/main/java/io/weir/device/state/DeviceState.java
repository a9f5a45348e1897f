package io.weir.device.state;

import io.weir.device.connection.Connection;
import io.weir.device.identity.Identity;

/**
 * All that the one writer remembers of a device.
 *
 * @param identity null when the device is not registered
 * @param connection null when nobody holds it
 * @param now the last decision's time in epoch milliseconds: the log's clock never runs backwards
 */
public record DeviceState(Identity identity, Connection connection, long now) {

  public static final DeviceState UNKNOWN = new DeviceState(null, null, 0);
}
