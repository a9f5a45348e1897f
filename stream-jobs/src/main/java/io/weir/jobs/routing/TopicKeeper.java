package io.weir.jobs.routing;

import java.io.Serializable;
import java.util.Set;

/** Makes sure that the topics of endpoints exist. Used by one thread at a time. */
interface TopicKeeper extends AutoCloseable {

  /**
   * Creates those that are missing.
   *
   * @throws TopicRefusedException when Kafka refuses one for good
   * @throws IllegalStateException when that was not possible in a short time
   */
  void ensure(Set<String> topics) throws InterruptedException;

  @Override
  void close();

  /** Travels to the task, which opens a keeper of its own there. */
  interface Factory extends Serializable {
    TopicKeeper open();
  }
}
