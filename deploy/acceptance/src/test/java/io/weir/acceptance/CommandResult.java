package io.weir.acceptance;

import java.util.List;

/** What a program that has ended left behind. */
record CommandResult(List<String> command, int exitCode, String stdout, String stderr) {
  /**
   * This result, when the program succeeded.
   *
   * @throws AssertionError with what it printed, when it did not
   */
  CommandResult succeeded() {
    if (exitCode != 0) {
      throw new AssertionError(
          command
              + " exited with "
              + exitCode
              + "\n--- stdout\n"
              + stdout
              + "--- stderr\n"
              + stderr);
    }
    return this;
  }

  /** The lines of standard output that are not blank. */
  List<String> lines() {
    return stdout.lines().filter(line -> !line.isBlank()).toList();
  }
}
