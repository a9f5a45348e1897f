package io.weir.jobs.devices;

import io.weir.device.state.RowChange;
import java.io.Serializable;
import java.util.concurrent.CompletionStage;

/** Where rows become durable. */
public interface RowStore extends AutoCloseable {

  /**
   * The creation time of {@code device-commands} in epoch microseconds: an offset plus this is a
   * position.
   */
  long epoch();

  /**
   * Writes one row; the stage completes when it is durable. Writing the same change with the same
   * position again changes nothing.
   *
   * @param key the device id or reserved key that the row belongs to
   * @param position the write's timestamp
   */
  CompletionStage<Void> write(String key, RowChange change, long position);

  @Override
  void close();

  /** Travels to the task, which opens a store of its own there. */
  interface Factory extends Serializable {

    /**
     * Opens a store.
     *
     * @throws RuntimeException when the database cannot be reached; the task restarts
     */
    RowStore open();
  }
}
