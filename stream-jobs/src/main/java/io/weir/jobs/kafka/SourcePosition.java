package io.weir.jobs.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Where a message stands in the topic that it was routed from. A copy in an outbox bears it as a
 * header, since the routing job writes some messages again after a failure: in a partition of an
 * outbox, what is not higher than the last of its partition is a repeat.
 *
 * @param partition {@code TOPIC-NUMBER}
 */
public record SourcePosition(String partition, long offset) {

  /** {@code TOPIC-NUMBER/OFFSET}. */
  public static final String HEADER = "weir-source";

  public SourcePosition {
    Objects.requireNonNull(partition, "partition");
  }

  public SourcePosition(String topic, int partition, long offset) {
    this(partition(topic, partition), offset);
  }

  /** How the partition is named. */
  public static String partition(String topic, int number) {
    return topic + "-" + number;
  }

  /** Adds the header. */
  public void write(Headers headers) {
    headers.add(HEADER, (partition + "/" + offset).getBytes(StandardCharsets.UTF_8));
  }

  /** What the header says; empty when there is none that can be read. */
  public static Optional<SourcePosition> of(Headers headers) {
    Header header = headers.lastHeader(HEADER);
    if (header == null || header.value() == null) {
      return Optional.empty();
    }
    String text = new String(header.value(), StandardCharsets.UTF_8);
    int slash = text.lastIndexOf('/');
    try {
      return slash < 0
          ? Optional.empty()
          : Optional.of(
              new SourcePosition(
                  text.substring(0, slash), Long.parseLong(text.substring(slash + 1))));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
