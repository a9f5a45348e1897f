package io.weir.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns whatever a command throws into one sentence on stderr and an exit code. */
final class FailureHandler implements IExecutionExceptionHandler {
  /** The last line of a message that points at a place in the line above. */
  private static final Pattern CARETS = Pattern.compile("\\R *\\^+$");

  @Override
  public int handleExecutionException(
      Exception thrown, CommandLine commandLine, ParseResult parseResult) {
    if (System.getenv("WEIR_DEBUG") != null) {
      thrown.printStackTrace(commandLine.getErr());
    }
    Throwable cause = unwrapped(thrown);
    commandLine.getErr().println("weir: " + sentence(cause));
    commandLine.getErr().flush();
    return cause instanceof CommandFailure failure ? failure.exitCode() : ExitCode.FAILED;
  }

  private static Throwable unwrapped(Throwable thrown) {
    Throwable cause = thrown;
    while (isWrapper(cause) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static boolean isWrapper(Throwable thrown) {
    return thrown instanceof UncheckedIOException
        || thrown instanceof ExecutionException
        || thrown instanceof CompletionException;
  }

  private static String sentence(Throwable cause) {
    if (cause instanceof CommandFailure) {
      String message = cause.getMessage();
      return CARETS.matcher(message).find() ? message : oneLine(message);
    }
    if (cause instanceof ConnectException) {
      return "the hub does not answer; `weir status` shows what runs and `weir up` starts it";
    }
    if (cause instanceof HttpTimeoutException) {
      return "the hub did not answer in time; `weir status` shows what runs";
    }
    if (cause instanceof InterruptedException) {
      return "interrupted";
    }
    String text = cause.getMessage() == null ? "" : oneLine(cause.getMessage());
    if (cause instanceof IOException || cause instanceof IllegalArgumentException) {
      return text.isEmpty() ? cause.getClass().getSimpleName() : text;
    }
    return cause.getClass().getSimpleName() + (text.isEmpty() ? "" : ": " + text);
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", "; ");
  }
}
