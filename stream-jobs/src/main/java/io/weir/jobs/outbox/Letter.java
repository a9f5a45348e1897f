package io.weir.jobs.outbox;

import io.weir.device.explain.ExplainedMessage;
import io.weir.jobs.explain.Explained;
import io.weir.jobs.kafka.SourcePosition;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A message in an outbox.
 *
 * @param source where it was routed from; empty when it does not say
 */
public record Letter(ConsumerRecord<byte[], byte[]> message, Optional<SourcePosition> source) {

  /** The letter of a record. */
  public static Letter of(ConsumerRecord<byte[], byte[]> message) {
    return new Letter(message, SourcePosition.of(message.headers()));
  }

  /** Which message it is, when it is explained. */
  Optional<ExplainedMessage> explained() {
    return Explained.of(message.key(), message.headers(), source);
  }

  /** Where it stands in its partition of the outbox. */
  public long offset() {
    return message.offset();
  }

  /** The body's bytes. */
  public int size() {
    return message.value() == null ? 0 : message.value().length;
  }
}
