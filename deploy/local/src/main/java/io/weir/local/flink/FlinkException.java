package io.weir.local.flink;

import java.io.IOException;

/** The cluster understood the request and refused it, or answered with nonsense. */
public final class FlinkException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;

  FlinkException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }
}
