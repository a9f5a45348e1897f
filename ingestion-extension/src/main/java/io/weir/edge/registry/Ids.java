package io.weir.edge.registry;

import io.weir.device.error.HubError;
import io.weir.device.identity.DeviceIds;
import io.weir.device.identity.TwinKey;
import io.weir.edge.node.HubException;

/** Ids as callers give them. */
public final class Ids {

  private Ids() {}

  /**
   * REG-01.
   *
   * @throws HubException ARGUMENT_INVALID
   */
  public static void check(TwinKey key) {
    check("deviceId", key.deviceId());
    if (key.isModule()) {
      check("moduleId", key.moduleId());
    }
  }

  private static void check(String name, String id) {
    if (!DeviceIds.isValid(id)) {
      throw new HubException(
          HubError.ARGUMENT_INVALID,
          name
              + ": not valid (expected: 1..128 ASCII letters, digits and"
              + " - . + % _ # * ? ! ( ) , : = @ $ ' ;)");
    }
  }

  /** DEVICE_NOT_FOUND or MODULE_NOT_FOUND. */
  public static HubException notFound(TwinKey key) {
    return key.isModule()
        ? new HubException(
            HubError.MODULE_NOT_FOUND, "Module '" + key.path() + "' is not registered.")
        : new HubException(
            HubError.DEVICE_NOT_FOUND, "Device '" + key.deviceId() + "' is not registered.");
  }
}
