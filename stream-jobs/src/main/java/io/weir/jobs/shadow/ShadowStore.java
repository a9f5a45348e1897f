package io.weir.jobs.shadow;

import io.weir.device.state.ShadowCount;
import java.io.Serializable;

/** Where a shadow's differences are counted. Used by one thread; any call may fail. */
public interface ShadowStore extends AutoCloseable {

  /**
   * Writes a total, in the place of the writer's former one.
   *
   * @param shadow the id of {@code ShadowRules}
   * @param writer names one run of one counter
   */
  void put(long shadow, String writer, ShadowCount total);

  @Override
  void close();

  /** Travels to the task, which opens a store of its own there. */
  interface Factory extends Serializable {

    /** Returns at once: the store connects when it is first used. */
    ShadowStore open();
  }
}
