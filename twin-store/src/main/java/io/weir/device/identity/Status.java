package io.weir.device.identity;

/** Whether a device may use its endpoints (REG-02, AUTH-11). */
public enum Status {
  ENABLED,
  DISABLED
}
