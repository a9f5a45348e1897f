package io.weir.local.hub;

/** Where a local hub as a whole is. */
public enum Phase {
  STARTING,
  READY,
  STOPPING,
  STOPPED,
  FAILED
}
