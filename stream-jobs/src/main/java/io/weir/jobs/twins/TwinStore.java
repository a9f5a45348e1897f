package io.weir.jobs.twins;

import io.weir.device.identity.TwinKey;
import java.io.Serializable;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Where the hub's twins are stored. */
public interface TwinStore extends AutoCloseable {

  /**
   * The twin as a JSON text: {@code {"deviceId", "moduleId"?, "version", "tags", "properties":
   * {"desired", "reported"}}}, the sections with {@code $version} (ROUTE-08). Empty when there is
   * no such device or module. Whatever was acknowledged before the call is in it.
   *
   * @return fails when the store does not answer, and may be asked again
   */
  CompletionStage<Optional<String>> read(TwinKey key);

  @Override
  void close();

  /** Opens a store in a task. */
  @FunctionalInterface
  interface Factory extends Serializable {

    /**
     * Blocks until the store is open.
     *
     * @throws RuntimeException when it does not answer; it may be asked again
     */
    TwinStore open();
  }
}
