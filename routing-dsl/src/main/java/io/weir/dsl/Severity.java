package io.weir.dsl;

import java.util.Locale;

/** How much a diagnostic weighs: an error refuses the file, a warning does not. */
public enum Severity {
  ERROR,
  WARNING;

  /** The word that stands in the rendered diagnostic: {@code error} or {@code warning}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
