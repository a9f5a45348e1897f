package io.weir.jobs.outbox;

import java.time.Duration;

/** The endpoint does not take anything now; the same letters are to be tried again. */
public final class UnavailableException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Duration retryAfter;

  /**
   * @param retryAfter what the endpoint asked to wait at least; zero when it did not
   */
  public UnavailableException(String message, Duration retryAfter, Throwable cause) {
    super(message, cause);
    this.retryAfter = retryAfter;
  }

  public Duration retryAfter() {
    return retryAfter == null ? Duration.ZERO : retryAfter;
  }
}
