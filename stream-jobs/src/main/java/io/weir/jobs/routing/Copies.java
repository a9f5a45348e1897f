package io.weir.jobs.routing;

import io.weir.device.telemetry.TelemetryHeaders;
import io.weir.device.topic.Topics;
import io.weir.dsl.Enricher.Stamp;
import io.weir.dsl.endpoint.Endpoint;
import io.weir.jobs.explain.Explained;
import io.weir.jobs.kafka.OutboundRecord;
import io.weir.jobs.kafka.SourcePosition;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Makes an endpoint's copy of a message: key, headers and body byte for byte. Enrichments take the
 * place of properties of their names (ROUTE-13). A copy in an outbox says besides where the message
 * comes from.
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

  /**
   * The copy; empty for an endpoint that keeps none.
   *
   * @param explained whether the endpoint's answer is to be told
   */
  Optional<OutboundRecord> of(
      TelemetryRecord message, Endpoint endpoint, List<Stamp> stamps, boolean explained) {
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
                    headers(message, topics.hasOutbox(endpoint), stamps, explained)));
  }

  private Headers headers(
      TelemetryRecord message, boolean outbox, List<Stamp> stamps, boolean explained) {
    if (!outbox && stamps.isEmpty()) {
      return message.headers();
    }
    Headers headers = new RecordHeaders(message.headers().toArray());
    for (Stamp stamp : stamps) {
      stamp.value().ifPresent(value -> TelemetryHeaders.setProperty(headers, stamp.key(), value));
    }
    if (outbox) {
      new SourcePosition(source, message.partition(), message.offset()).write(headers);
      if (explained) {
        Explained.mark(headers, Math.max(0, message.timestamp()));
      }
    }
    return headers;
  }
}
