package io.weir.jobs.routing;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

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
import java.util.HashMap;
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
  private final Map<String, Long> recorded = new HashMap<>();
  private RoutingTable table;
  private long recordedUntil;
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

  /** Explains by these rules, and for whom they say, from now on. */
  void follow(RoutingTable next) {
    table = next;
    recorded.clear();
    next.recordings().devices().forEach(one -> recorded.put(one.deviceId(), one.until()));
    recordedUntil = recorded.values().stream().mapToLong(Long::longValue).max().orElse(0);
  }

  /**
   * Has the message explained, if it is one of those.
   *
   * @param twin the one that the rules saw; may be null
   * @return whether it is, as few are
   */
  boolean explain(TelemetryRecord record, JsonNode twin, Routing routing) {
    Optional<ExplanationReason> reason = reason(record, routing);
    if (reason.isEmpty()) {
      return false;
    }
    if (!allowances.get(reason.get()).take(nanos.getAsLong())) {
      passedOver++;
      return false;
    }
    return explain(reason.get(), record, twin, routing);
  }

  private Optional<ExplanationReason> reason(TelemetryRecord record, Routing routing) {
    if (record.key() == null) {
      return Optional.empty();
    }
    if (recordedUntil > 0 && isRecorded(record)) {
      return Optional.of(ExplanationReason.ASKED);
    }
    if (!routing.undefinedRoutes().isEmpty()) {
      return Optional.of(ExplanationReason.ERROR);
    }
    return kind == Sources.TELEMETRY && (routing.fallback() || routing.endpoints().isEmpty())
        ? Optional.of(ExplanationReason.UNROUTED)
        : Optional.empty();
  }

  private boolean isRecorded(TelemetryRecord record) {
    long now = clock.millis();
    return now < recordedUntil
        && now < recorded.getOrDefault(deviceId(record), 0L)
        && concernsRoutes(record);
  }

  /** What happens to a device is nothing to explain where no route names such events. */
  private boolean concernsRoutes(TelemetryRecord record) {
    return kind == Sources.TELEMETRY
        || table.rules().routes().stream().anyMatch(route -> route.source() == kind.of(record));
  }

  private boolean explain(
      ExplanationReason reason, TelemetryRecord record, JsonNode twin, Routing routing) {
    ExplainedMessage message =
        new ExplainedMessage(
            deviceId(record),
            Math.max(0, record.timestamp()),
            SourcePosition.partition(kind.topicOf(topics), record.partition()),
            record.offset());
    RoutingTable rules = table;
    boolean kept =
        notebook.write(
            record.value() == null ? 0 : record.value().length,
            store -> {
              Explanations.Kept made = explanations.of(reason, record, twin, rules);
              store.put(message, made.messageId(), made.json());
            });
    if (kept) {
      routing.endpoints().forEach(endpoint -> sent(message, endpoint));
    }
    return kept;
  }

  private void sent(ExplainedMessage message, Endpoint endpoint) {
    if (topics.written(endpoint).isEmpty()) {
      EndpointAnswer answer = answer(EndpointAnswer.State.DROPPED);
      var unused =
          notebook.write(0, store -> store.answer(List.of(message), endpoint.name(), answer));
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
      Map<String, List<ExplainedMessage>> byEndpoint =
          acknowledged.stream()
              .collect(groupingBy(Written::endpoint, mapping(Written::message, toList())));
      // Together, for there may be more of them than the notebook has room for.
      var unused =
          notebook.write(
              0,
              store ->
                  byEndpoint.forEach((name, messages) -> store.answer(messages, name, answer)));
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
