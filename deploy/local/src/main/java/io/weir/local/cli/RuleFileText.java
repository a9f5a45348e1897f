package io.weir.local.cli;

import io.weir.dsl.RuleFiles;
import io.weir.local.CommandFailure;

/**
 * Reads rule files: UTF-8, at most {@link RuleFiles#MAX_BYTES}; {@code -} is the standard input.
 */
final class RuleFileText {
  private static final InputText TEXT = new InputText("a rule file", RuleFiles.MAX_BYTES);

  private RuleFileText() {}

  static boolean isStandardInput(String file) {
    return file.equals(InputText.STANDARD_INPUT);
  }

  /** How diagnostics name the file. */
  static String nameOf(String file) {
    return InputText.nameOf(file);
  }

  /**
   * The file's text.
   *
   * @throws CommandFailure when it cannot be read, is too long, or is not UTF-8
   */
  static String read(String file) {
    return TEXT.read(file);
  }
}
