package io.weir.dsl.check;

import io.weir.dsl.syntax.Expression;
import io.weir.dsl.syntax.Problems;
import io.weir.dsl.value.SearchPattern;
import java.util.HashSet;
import java.util.Set;

/**
 * The regular expressions of a file: each can be read, and all of them together are not too large.
 */
public final class SearchPatterns {

  /** So many steps may the different patterns have in all; each of them stays in memory. */
  static final int MAX_STEPS = 500_000;

  private final Problems problems;
  private final Set<String> seen = new HashSet<>();
  private long steps;

  public SearchPatterns(Problems problems) {
    this.problems = problems;
  }

  void check(Expression.Matches matches) {
    if (!seen.add(matches.pattern())) {
      return;
    }
    try {
      add(matches, SearchPattern.of(matches.pattern()).steps());
    } catch (IllegalArgumentException e) {
      seen.remove(matches.pattern());
      problems.error(matches.patternSpan(), e.getMessage());
    }
  }

  private void add(Expression.Matches matches, long more) {
    boolean wasFull = steps > MAX_STEPS;
    steps += more;
    if (steps > MAX_STEPS && !wasFull) {
      problems.error(
          matches.patternSpan(),
          "up to here the patterns of 'matches' have "
              + steps
              + " steps (expected: at most "
              + MAX_STEPS
              + " in a file)");
    }
  }
}
