package io.weir.device.secret;

/** A stored key that the hub's key does not open: another hub's, another device's, or damaged. */
public final class UnreadableKeyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UnreadableKeyException(String message, Throwable cause) {
    super(message, cause);
  }
}
