package io.weir.local.jobs;

import java.io.IOException;

/** What went wrong with some of the jobs, while the others were seen to. */
final class Problems {
  private IOException first;

  /** Something that may fail for one job. */
  @FunctionalInterface
  interface Attempt {
    void run() throws IOException;
  }

  void attempt(Attempt attempt) {
    try {
      attempt.run();
    } catch (IOException e) {
      add(e);
    }
  }

  /** Throws the first of them, with the others; one that no further try helps goes before all. */
  void throwAny() throws IOException {
    if (first != null) {
      throw first;
    }
  }

  private void add(IOException problem) {
    boolean leads = first == null || problem instanceof JobRefusedException;
    IOException leader = leads ? problem : first;
    IOException other = leads ? first : problem;
    if (other != null) {
      leader.addSuppressed(other);
    }
    first = leader;
  }
}
