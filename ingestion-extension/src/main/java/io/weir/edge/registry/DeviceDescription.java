package io.weir.edge.registry;

import io.weir.device.command.IdentitySpec.AuthenticationType;
import io.weir.device.identity.Status;

/**
 * What a caller wrote of a device, every part already of its type; null for what it did not say.
 *
 * @param statusReason empty when there is to be none
 * @param primaryKey never empty: an empty key says nothing (REST-54)
 * @param primaryThumbprint empty when there is to be none; a caller that names one of the two says
 *     both
 * @param managedBy of a module; empty when nobody is to be named
 */
public record DeviceDescription(
    Status status,
    String statusReason,
    AuthenticationType authenticationType,
    String primaryKey,
    String secondaryKey,
    String primaryThumbprint,
    String secondaryThumbprint,
    String managedBy) {

  @Override
  public String toString() {
    return "DeviceDescription[status=" + status + ", type=" + authenticationType + "]";
  }
}
