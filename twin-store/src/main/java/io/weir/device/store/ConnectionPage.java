package io.weir.device.store;

import io.weir.device.connection.Connection;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/**
 * Some of the devices that are held.
 *
 * @param next where the next page begins; null when there is none
 */
public record ConnectionPage(List<HeldDevice> devices, ByteBuffer next) {
  public ConnectionPage {
    devices = List.copyOf(devices);
  }

  /** A device and who holds it. */
  public record HeldDevice(String deviceId, Connection connection) {
    public HeldDevice {
      Objects.requireNonNull(deviceId, "deviceId");
      Objects.requireNonNull(connection, "connection");
    }
  }
}
