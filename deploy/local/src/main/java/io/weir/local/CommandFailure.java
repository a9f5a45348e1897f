package io.weir.local;

/**
 * What a command tells its user when it cannot do what was asked: one sentence on stderr that says
 * what is wrong and what to do, and the exit code. It carries no stack trace to the terminal.
 */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  /** A failure with {@link ExitCode#FAILED}. */
  public CommandFailure(String sentence) {
    this(ExitCode.FAILED, sentence);
  }

  public CommandFailure(int exitCode, String sentence) {
    super(sentence);
    this.exitCode = exitCode;
  }

  public CommandFailure(String sentence, Throwable cause) {
    super(sentence, cause);
    this.exitCode = ExitCode.FAILED;
  }

  public CommandFailure(int exitCode, String sentence, Throwable cause) {
    super(sentence, cause);
    this.exitCode = exitCode;
  }

  /** The process's exit code, one of {@link ExitCode}. */
  public int exitCode() {
    return exitCode;
  }
}
