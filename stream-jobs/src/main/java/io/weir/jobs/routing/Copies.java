package io.weir.jobs.routing;

import io.weir.device.topic.Topics;
import io.weir.dsl.endpoint.Endpoint;
import io.weir.jobs.kafka.OutboundRecord;
import io.weir.jobs.kafka.SourcePosition;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Makes an endpoint's copy of a message: key, headers and body byte for byte. A copy in an outbox
 * says besides where the message comes from.
 */
final class Copies {

  private final Topics topics;
  private final String source;

  /**
   * @param source the topic that the messages come from
   */
  Copies(Topics topics, String source) {
    this.topics = topics;
    this.source = source;
  }

  /** The copy; empty for an endpoint that keeps none. */
  Optional<OutboundRecord> of(TelemetryRecord message, Endpoint endpoint) {
    return topics
        .written(endpoint)
        .map(
            topic ->
                new OutboundRecord(
                    topic,
                    null,
                    message.timestamp() < 0 ? null : Long.valueOf(message.timestamp()),
                    message.key(),
                    message.value(),
                    topics.hasOutbox(endpoint) ? withSource(message) : message.headers()));
  }

  private Headers withSource(TelemetryRecord message) {
    Headers headers = new RecordHeaders(message.headers().toArray());
    new SourcePosition(source, message.partition(), message.offset()).write(headers);
    return headers;
  }
}
