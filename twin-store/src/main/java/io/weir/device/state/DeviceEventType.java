package io.weir.device.state;

/** What happens to a device that others may want to know (ROUTE-14). */
public enum DeviceEventType {
  TWIN_UPDATED,
  TWIN_REPLACED,
  IDENTITY_CREATED,
  IDENTITY_UPDATED,
  IDENTITY_DELETED,
  CONNECTED,
  DISCONNECTED
}
