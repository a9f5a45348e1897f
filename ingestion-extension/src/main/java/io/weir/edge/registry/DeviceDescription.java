package io.weir.edge.registry;

import io.weir.device.command.IdentitySpec.AuthenticationType;
import io.weir.device.identity.Status;

/**
 * What a caller wrote of a device, every part already of its type; null for what it did not say,
 * empty texts included.
 */
public record DeviceDescription(
    Status status,
    String statusReason,
    AuthenticationType authenticationType,
    String primaryKey,
    String secondaryKey,
    String primaryThumbprint,
    String secondaryThumbprint) {

  @Override
  public String toString() {
    return "DeviceDescription[status=" + status + ", type=" + authenticationType + "]";
  }
}
