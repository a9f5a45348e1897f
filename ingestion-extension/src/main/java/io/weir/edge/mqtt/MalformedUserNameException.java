package io.weir.edge.mqtt;

/** A user name that does not say who connects to what; the message is for operators. */
public final class MalformedUserNameException extends RuntimeException {
  public MalformedUserNameException(String message) {
    super(message);
  }
}
