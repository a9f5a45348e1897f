package io.weir.dsl.body;

/** A body is not what it is declared to be; the message says why, in one short line. */
public final class UndecodableBodyException extends Exception {

  private static final int MAX_REASON = 200;

  public UndecodableBodyException(String reason) {
    super(printable(reason));
  }

  /** A reason may quote the body, and goes to logs and records. */
  private static String printable(String reason) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < Math.min(reason.length(), MAX_REASON); i++) {
      char c = reason.charAt(i);
      line.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '\uFFFD' : c);
    }
    return line.toString();
  }
}
