package io.weir.local.jobs;

import java.io.IOException;

/** A job is not started, because that would do harm; trying again changes nothing. */
public final class JobRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  JobRefusedException(String sentence) {
    super(sentence);
  }
}
