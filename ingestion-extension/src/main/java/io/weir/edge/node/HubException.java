package io.weir.edge.node;

import io.weir.device.error.HubError;
import java.util.Objects;

/** A wish that the hub refuses or cannot fulfil; the message is for the caller's eyes. */
public final class HubException extends RuntimeException {
  private final HubError error;

  public HubException(HubError error, String message) {
    super(message);
    this.error = Objects.requireNonNull(error, "error");
  }

  public HubException(HubError error, String message, Throwable cause) {
    super(message, cause);
    this.error = Objects.requireNonNull(error, "error");
  }

  /** What to tell the caller in its protocol's own terms (ERR-05). */
  public HubError error() {
    return error;
  }
}
