package io.weir.jobs.outbox;

import java.io.IOException;

/** Where the progress of one partition of an outbox is kept. Used by one thread. */
public interface ProgressStore {

  /** What was committed last; {@link Progress#none} when nothing was. */
  Progress read() throws IOException;

  /** Keeps it. What was delivered before is known from now on, whoever dies. */
  void commit(Progress progress) throws IOException;
}
