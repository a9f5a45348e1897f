package io.weir.device.twin;

import java.util.Objects;

/**
 * A term to look for, and where.
 *
 * @param range whether it is one of those that only ranges of numbers are found by
 */
public record IndexTerm(Column column, String text, boolean range) {

  public IndexTerm {
    Objects.requireNonNull(column, "column");
    Objects.requireNonNull(text, "text");
  }

  /** Not of a range. */
  public IndexTerm(Column column, String text) {
    this(column, text, false);
  }

  /** What is indexed of a twin's row. */
  public enum Column {
    /** {@code enabled} or {@code disabled}; is never cut. */
    STATUS,
    /** Terms of tags and desired properties. */
    SERVICE,
    /** Terms of reported properties. */
    REPORTED
  }
}
