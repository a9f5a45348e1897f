package io.weir.device.twin;

/** What a twin may not be: {@code ARGUMENT_INVALID} to the caller. */
public final class InvalidTwinException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Names the place: {@code path: problem (expected: ...)}. */
  public InvalidTwinException(String message) {
    super(message);
  }
}
