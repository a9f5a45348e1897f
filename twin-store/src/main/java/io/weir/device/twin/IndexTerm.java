package io.weir.device.twin;

import java.util.Objects;

/** A term to look for, and where. */
public record IndexTerm(Column column, String text) {

  public IndexTerm {
    Objects.requireNonNull(column, "column");
    Objects.requireNonNull(text, "text");
  }

  /** What is indexed of a twin's row. */
  public enum Column {
    /** {@code enabled} or {@code disabled}; has no {@link IndexTerms#CUT}. */
    STATUS,
    /** Terms of tags and desired properties. */
    SERVICE,
    /** Terms of reported properties. */
    REPORTED
  }
}
