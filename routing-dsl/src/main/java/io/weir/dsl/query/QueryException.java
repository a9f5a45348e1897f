package io.weir.dsl.query;

/** A query that cannot be answered; the message shows the place, the offending text and carets. */
public final class QueryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public QueryException(String message) {
    super(message);
  }
}
