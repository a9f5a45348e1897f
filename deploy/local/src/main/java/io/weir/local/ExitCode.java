package io.weir.local;

/** The exit codes of {@code weir}, the same for every command. Scripts rely on them. */
public final class ExitCode {
  /** Done. */
  public static final int OK = 0;

  /** It was tried and failed; stderr says why. */
  public static final int FAILED = 1;

  /** The command line is not understood; nothing was tried. */
  public static final int USAGE = 2;

  /** The time given was over first (`monitor-events --timeout`). */
  public static final int TIMED_OUT = 3;

  private ExitCode() {}
}
