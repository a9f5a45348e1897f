package io.weir.local.supervisor;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** The hub could not be started; the message is one sentence for its user. */
final class StartFailure extends Exception {
  private static final long serialVersionUID = 1L;

  StartFailure(String sentence) {
    super(sentence);
  }

  /** The sentence in what a start's futures failed with. */
  static String sentence(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof ExecutionException || cause instanceof CompletionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
