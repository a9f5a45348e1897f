package io.weir.device.identity;

import java.util.Objects;

/**
 * Who has an identity and a twin: a device, or one of its modules.
 *
 * @param moduleId null for the device itself
 */
public record TwinKey(String deviceId, String moduleId) {

  public TwinKey {
    Objects.requireNonNull(deviceId, "deviceId");
  }

  public static TwinKey device(String deviceId) {
    return new TwinKey(deviceId, null);
  }

  public boolean isModule() {
    return moduleId != null;
  }

  /** {@code DEVICE} or {@code DEVICE/MODULE}, as in MQTT client ids; no id contains a slash. */
  public String path() {
    return isModule() ? deviceId + "/" + moduleId : deviceId;
  }

  /** Reads a {@link #path}. */
  public static TwinKey ofPath(String path) {
    int slash = path.indexOf('/');
    return slash < 0
        ? device(path)
        : new TwinKey(path.substring(0, slash), path.substring(slash + 1));
  }
}
