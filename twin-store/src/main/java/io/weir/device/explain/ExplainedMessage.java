package io.weir.device.explain;

import java.util.Objects;

/**
 * Which message an explanation is of: the place in the log that it was routed from. A message that
 * is judged again after a failure is the same.
 *
 * @param enqueued the log's time of it, epoch milliseconds
 * @param source the partition, as {@code TOPIC-NUMBER}
 */
public record ExplainedMessage(String deviceId, long enqueued, String source, long offset) {

  public ExplainedMessage {
    Objects.requireNonNull(deviceId, "deviceId");
    Objects.requireNonNull(source, "source");
  }
}
