package io.weir.device.codec;

/** Bytes from a topic, from state or from a table that are not what they should be. */
public final class MalformedRecordException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public MalformedRecordException(String message, Throwable cause) {
    super(message, cause);
  }
}
