package io.weir.dsl.syntax;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the problems of one file, up to a bound: the rest of a broken file says nothing new. */
public final class Problems {

  /** So many problems are kept. */
  public static final int MAX = 100;

  private final List<Problem> found = new ArrayList<>();
  private int errors;

  public void error(Span span, String message) {
    errors++;
    add(new Problem(true, span, message));
  }

  public void warning(Span span, String message) {
    add(new Problem(false, span, message));
  }

  /** Whether there was an error, kept or not. */
  public boolean hasErrors() {
    return errors > 0;
  }

  /** How many errors there were, kept or not. */
  public int errors() {
    return errors;
  }

  /** Whether no more are kept, so that it is idle to think about their texts. */
  public boolean full() {
    return found.size() >= MAX;
  }

  /** Those kept, in the order of the text. */
  public List<Problem> sorted() {
    List<Problem> all = new ArrayList<>(found);
    all.sort(Comparator.comparingInt(problem -> problem.span().start()));
    return all;
  }

  private void add(Problem problem) {
    if (found.size() < MAX) {
      found.add(problem);
    } else if (problem.error()) {
      // An error must not be lost behind a hundred warnings, or the file would seem fine.
      int last = lastWarning();
      if (last >= 0) {
        found.set(last, problem);
      }
    }
  }

  private int lastWarning() {
    for (int i = found.size() - 1; i >= 0; i--) {
      if (!found.get(i).error()) {
        return i;
      }
    }
    return -1;
  }
}
