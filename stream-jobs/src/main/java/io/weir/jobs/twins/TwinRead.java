package io.weir.jobs.twins;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.device.identity.TwinKey;
import io.weir.device.twin.TwinJson;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What a read found.
 *
 * @param startedAt when the read began, in {@link System#nanoTime}: later changes may be missing
 * @param document null when there is no such device or module
 * @param size of its text, in characters
 */
public record TwinRead(TwinKey key, long startedAt, JsonNode document, int size) {

  /** Less than the second that is promised, since the clocks of two machines may run apart. */
  private static final long FRESH_NANOS = Duration.ofMillis(900).toNanos();

  public TwinRead {
    Objects.requireNonNull(key, "key");
  }

  /**
   * @param text as {@link TwinStore#read} says
   */
  public static TwinRead of(TwinKey key, long startedAt, Optional<String> text) {
    return new TwinRead(
        key, startedAt, text.map(TwinJson::parse).orElse(null), text.map(String::length).orElse(0));
  }

  /**
   * Whether it shows every change that was acknowledged a second before the message was accepted.
   *
   * @param arrivedAt when the message came here, in nanoseconds, and so not before it was accepted
   */
  public boolean isFreshFor(long arrivedAt) {
    return arrivedAt - startedAt < FRESH_NANOS;
  }
}
