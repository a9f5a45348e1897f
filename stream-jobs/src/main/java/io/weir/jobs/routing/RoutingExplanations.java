package io.weir.jobs.routing;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.device.explain.EndpointAnswer;
import io.weir.device.explain.ExplainedMessage;
import io.weir.device.topic.Topics;
import io.weir.dsl.Routing;
import io.weir.dsl.endpoint.Endpoint;
import io.weir.jobs.explain.Allowance;
import io.weir.jobs.explain.Notebook;
import io.weir.jobs.kafka.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Has it kept why messages went where they went: those of the devices that were asked for, and
 * always, as far as there are not too many, those for which a condition was undefined and those
 * that no route took. Used by the task's thread, which only picks the messages: they are explained
 * on the notebook's.
 *
 * <p>What the job writes itself is acknowledged when a checkpoint is complete, since the sink waits
 * for Kafka before each; of what goes to an outbox, the endpoints job tells.
 */
final class RoutingExplanations implements AutoCloseable {

  /** Of those who wait for a checkpoint, and none comes. */
  private static final int MAX_UNACKNOWLEDGED = 5_000;

  private record Written(ExplainedMessage message, String endpoint) {}

  private final Topics topics;
  private final Sources kind;
  private final Notebook notebook;
  private final Explanations explanations;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final Map<ExplanationReason, Allowance> allowances =
      new EnumMap<>(ExplanationReason.class);
  private final NavigableMap<Long, List<Written>> awaited = new TreeMap<>();
  private List<Written> written = new ArrayList<>();
  private int unacknowledged;
  private long passedOver;

  RoutingExplanations(
      Topics topics, Sources kind, Notebook notebook, InstantSource clock, LongSupplier nanos) {
    this.topics = topics;
    this.kind = kind;
    this.notebook = notebook;
    this.explanations = new Explanations(kind);
    this.clock = clock;
    this.nanos = nanos;
    for (ExplanationReason reason : ExplanationReason.values()) {
      allowances.put(reason, new Allowance(reason.atOnce(), reason.perSecond(), nanos.getAsLong()));
    }
  }

  /** Why this message is explained; empty for one that is not, as nearly all are. */
  Optional<ExplanationReason> reason(TelemetryRecord record, RoutingTable table, Routing routing) {
    Optional<ExplanationReason> reason = cause(record, table, routing);
    if (reason.isPresent() && !allowances.get(reason.get()).take(nanos.getAsLong())) {
      passedOver++;
      return Optional.empty();
    }
    return reason;
  }

  private Optional<ExplanationReason> cause(
      TelemetryRecord record, RoutingTable table, Routing routing) {
    if (record.key() == null) {
      return Optional.empty();
    }
    if (!table.recordings().devices().isEmpty()
        && table.recordings().include(deviceId(record), clock.millis())
        && concerns(table, record)) {
      return Optional.of(ExplanationReason.ASKED);
    }
    if (!routing.undefinedRoutes().isEmpty()) {
      return Optional.of(ExplanationReason.ERROR);
    }
    return kind == Sources.TELEMETRY && (routing.fallback() || routing.endpoints().isEmpty())
        ? Optional.of(ExplanationReason.UNROUTED)
        : Optional.empty();
  }

  /** What happens to a device is nothing to explain where no route names such events. */
  private boolean concerns(RoutingTable table, TelemetryRecord record) {
    return kind == Sources.TELEMETRY
        || table.rules().routes().stream().anyMatch(route -> route.source() == kind.of(record));
  }

  /**
   * Has the message explained.
   *
   * @param twin the one that the rules saw; may be null
   */
  void explain(
      ExplanationReason reason,
      TelemetryRecord record,
      JsonNode twin,
      RoutingTable table,
      Routing routing) {
    ExplainedMessage message =
        new ExplainedMessage(
            deviceId(record),
            Math.max(0, record.timestamp()),
            SourcePosition.partition(kind.topicOf(topics), record.partition()),
            record.offset());
    notebook.write(
        store -> {
          Explanations.Kept kept = explanations.of(reason, record, twin, table);
          store.put(message, kept.messageId(), kept.json());
        });
    routing.endpoints().forEach(endpoint -> sent(message, endpoint));
  }

  private void sent(ExplainedMessage message, Endpoint endpoint) {
    if (topics.written(endpoint).isEmpty()) {
      EndpointAnswer answer = answer(EndpointAnswer.State.DROPPED);
      notebook.write(store -> store.answer(message, endpoint.name(), answer));
    } else if (!topics.hasOutbox(endpoint) && unacknowledged < MAX_UNACKNOWLEDGED) {
      written.add(new Written(message, endpoint.name()));
      unacknowledged++;
    }
  }

  /** Whatever was written until now is in this checkpoint. */
  void checkpoint(long id) {
    if (!written.isEmpty()) {
      awaited.put(id, written);
      written = new ArrayList<>();
    }
  }

  /** The sink has had everything acknowledged that was written until this checkpoint. */
  void complete(long id) {
    NavigableMap<Long, List<Written>> done = awaited.headMap(id, true);
    List<Written> acknowledged = done.values().stream().flatMap(List::stream).toList();
    done.clear();
    unacknowledged -= acknowledged.size();
    EndpointAnswer answer = answer(EndpointAnswer.State.ACKNOWLEDGED);
    if (!acknowledged.isEmpty()) {
      // Together, for there may be more of them than the notebook has room for.
      notebook.write(
          store -> acknowledged.forEach(one -> store.answer(one.message, one.endpoint, answer)));
    }
  }

  private EndpointAnswer answer(EndpointAnswer.State state) {
    return new EndpointAnswer(state, "", clock.millis());
  }

  /** How many messages and answers would have been kept, had there not been too many. */
  long missing() {
    return passedOver + notebook.lost();
  }

  @Override
  public void close() {
    notebook.close();
  }

  private static String deviceId(TelemetryRecord record) {
    return new String(record.key(), StandardCharsets.UTF_8);
  }
}
