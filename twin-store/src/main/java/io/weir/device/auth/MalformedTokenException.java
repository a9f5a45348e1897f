package io.weir.device.auth;

/** A text that is no shared access signature. Its message never holds the text itself. */
public final class MalformedTokenException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public MalformedTokenException(String message) {
    super(message);
  }
}
