package io.weir.jobs.devices;

import io.weir.device.state.RowChange;
import io.weir.device.store.LogTopic;
import io.weir.device.store.StoredState;
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
   * Claims the topic that the rows are written from.
   *
   * @return the first that was ever claimed; when it is not this one, nothing may be written
   */
  LogTopic claim(LogTopic topic);

  /**
   * Writes one row; the stage completes when it is durable. Writing the same change with the same
   * position again changes nothing.
   *
   * @param key the device id or reserved key that the row belongs to
   * @param position the write's timestamp
   * @return fails with {@link RefusedException} when no repetition can help
   */
  CompletionStage<Void> write(String key, RowChange change, long position);

  /** All rows, to make the state anew of. */
  StoredState stored();

  /** The database understood the write and will not have it, now or later. */
  final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RefusedException(Throwable cause) {
      super("row: refused (expected: a row that fits the schema)", cause);
    }
  }

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
