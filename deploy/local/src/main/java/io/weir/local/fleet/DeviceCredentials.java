package io.weir.local.fleet;

/** A device of the fleet: its id and the key that it signs its tokens with. */
public record DeviceCredentials(String deviceId, String key) {
  /** Without the key, which must not reach a log. */
  @Override
  public String toString() {
    return "DeviceCredentials[" + deviceId + "]";
  }
}
