package io.weir.device.query;

/** Too many queries run, or this one takes too long: another time, or another query, may do. */
public final class QueryBusyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public QueryBusyException(String message) {
    super(message);
  }
}
