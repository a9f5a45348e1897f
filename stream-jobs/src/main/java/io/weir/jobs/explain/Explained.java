package io.weir.jobs.explain;

import io.weir.device.explain.ExplainedMessage;
import io.weir.jobs.kafka.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/**
 * The mark of a message that is explained, on its copies in outboxes: who delivers them tells what
 * the endpoint answered. It goes no further than {@link SourcePosition} does.
 */
public final class Explained {

  /** The message's time in the log, epoch milliseconds. */
  public static final String HEADER = "weir-explained";

  private Explained() {}

  /** Marks a copy, which has its {@link SourcePosition} besides. */
  public static void mark(Headers headers, long enqueued) {
    headers.add(HEADER, Long.toString(enqueued).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Which message it is that was marked; empty when none was.
   *
   * @param key the device id; may be null
   * @param source where the message was routed from
   */
  public static Optional<ExplainedMessage> of(
      byte[] key, Headers headers, Optional<SourcePosition> source) {
    var mark = headers.lastHeader(HEADER);
    if (mark == null || mark.value() == null || key == null || source.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ExplainedMessage(
              new String(key, StandardCharsets.UTF_8),
              Long.parseLong(new String(mark.value(), StandardCharsets.UTF_8)),
              source.get().partition(),
              source.get().offset()));
    } catch (NumberFormatException notOurs) {
      return Optional.empty();
    }
  }
}
