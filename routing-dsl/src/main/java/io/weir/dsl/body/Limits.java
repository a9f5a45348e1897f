package io.weir.dsl.body;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;

/**
 * What the parsers of bodies stop at. Strings and names have no limit of their own: none is longer
 * than the body, whose length is limited before.
 */
final class Limits extends StreamReadConstraints {

  static final Limits OF_BODIES = new Limits();

  static final int MAX_NESTING = 1_000;
  static final int MAX_DIGITS = 1_000;

  /**
   * Values, names and ends of objects and arrays. JSON of a message that is not packed never has so
   * many; a packed body could become a hundred times its unpacked length in memory.
   */
  static final int MAX_TOKENS = 1 << 18;

  private Limits() {
    super(
        MAX_NESTING,
        BodyReader.MAX_BYTES,
        MAX_DIGITS,
        BodyReader.MAX_BYTES,
        BodyReader.MAX_BYTES,
        MAX_TOKENS);
  }

  @Override
  public void validateNestingDepth(int depth) throws StreamConstraintsException {
    check("nesting of %d levels", depth, MAX_NESTING);
  }

  @Override
  public void validateTokenCount(long count) throws StreamConstraintsException {
    check("%d values, names and ends", count, MAX_TOKENS);
  }

  @Override
  public void validateIntegerLength(int length) throws StreamConstraintsException {
    check("a number of %d digits", length, MAX_DIGITS);
  }

  @Override
  public void validateFPLength(int length) throws StreamConstraintsException {
    check("a number of %d digits", length, MAX_DIGITS);
  }

  private static void check(String what, long found, long limit) throws StreamConstraintsException {
    if (found > limit) {
      throw new StreamConstraintsException(
          "found " + what.formatted(found) + " (expected: at most " + limit + ")");
    }
  }
}
