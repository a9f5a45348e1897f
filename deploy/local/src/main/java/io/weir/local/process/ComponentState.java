package io.weir.local.process;

/** Where a component is in its life. */
public enum ComponentState {
  /** Waits for what it depends on. */
  WAITING,
  /** Its process runs, but does not answer yet. */
  STARTING,
  RUNNING,
  /** It died and is started again after a pause. */
  RESTARTING,
  STOPPING,
  STOPPED,
  /** It never came up; it is not tried again. */
  FAILED,
  /** It runs, but its supervisor is gone. */
  UNSUPERVISED;

  /** As {@code weir status} shows it. */
  public String wireName() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
