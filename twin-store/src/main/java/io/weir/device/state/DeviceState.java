package io.weir.device.state;

import io.weir.device.connection.Connection;
import io.weir.device.identity.Identity;

/**
 * All that the one writer remembers of a device.
 *
 * @param identity null when the device is not registered
 * @param connection null when nobody holds it
 * @param now the time of the last decision that changed something, in epoch milliseconds: the clock
 *     of a device's life never runs backwards (design, "The log's rules" 2)
 */
public record DeviceState(Identity identity, Connection connection, long now) {

  public static final DeviceState UNKNOWN = new DeviceState(null, null, 0);
}
