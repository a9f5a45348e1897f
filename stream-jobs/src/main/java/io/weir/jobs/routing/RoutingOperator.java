package io.weir.jobs.routing;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.device.state.RulesVersion;
import io.weir.device.topic.Topics;
import io.weir.dsl.Enricher.Stamp;
import io.weir.dsl.Routing;
import io.weir.dsl.endpoint.Endpoint;
import io.weir.dsl.plan.Scope;
import io.weir.jobs.explain.Notebook;
import io.weir.jobs.kafka.OutboundRecord;
import io.weir.jobs.routing.RulesFeed.Times;
import io.weir.jobs.rules.RulesSource;
import io.weir.jobs.twins.TwinReader;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies each message to the endpoints that the rules in force name: key, headers and body byte for
 * byte, to each endpoint once ({@code ROUTE-10}).
 *
 * <p>The rules are no broadcast state: a second input would break the chain from source to sink,
 * and every message would be serialised between two threads. Instead each subtask reads the topic
 * {@code rules} to its end before its first message (docs/architecture.md, "The log's rules" 13),
 * and a thread follows it; new rules arrive as a mail, that is, between two messages. So a swap is
 * atomic, needs no restart, and after a start the rules are never older than the topic's end was
 * then.
 *
 * <p>The operator has no state: no barrier passes before the messages that wait for a twin ({@link
 * TwinLanes}) are routed.
 */
final class RoutingOperator extends AbstractStreamOperator<OutboundRecord>
    implements OneInputStreamOperator<TelemetryRecord, OutboundRecord>, BoundedOneInput {

  private static final long serialVersionUID = 1L;
  private static final Logger LOGGER = LoggerFactory.getLogger(RoutingOperator.class);

  private final Topics topics;
  private final Sources kind;
  private final RulesSource.Factory sources;
  private final TopicKeeper.Factory keepers;
  private final RoutingStores stores;
  private final Times times;
  private final transient MailboxExecutor mailbox;

  private transient RulesFeed feed;
  private transient RoutingTable table;
  private transient ShadowJudge judge;
  private transient RoutingMetrics counters;
  private transient RoutingReports reports;
  private transient TelemetryMessage message;
  private transient Predicate<TelemetryRecord> news;
  private transient Copies copies;
  private transient StreamRecord<OutboundRecord> outbound;
  private transient RoutingExplanations explanations;
  private transient TwinReader reader;
  private transient TwinLanes lanes;

  RoutingOperator(
      StreamOperatorParameters<OutboundRecord> parameters,
      Topics topics,
      Sources kind,
      RulesSource.Factory sources,
      TopicKeeper.Factory keepers,
      RoutingStores stores,
      Times times) {
    super(parameters);
    this.mailbox = parameters.getMailboxExecutor();
    this.topics = topics;
    this.kind = kind;
    this.sources = sources;
    this.keepers = keepers;
    this.stores = stores;
    this.times = times;
  }

  @Override
  public void open() throws Exception {
    super.open();
    counters = new RoutingMetrics(getMetricGroup());
    reports = new RoutingReports(topics.operations());
    message = new TelemetryMessage(kind);
    news = kind.news();
    copies = new Copies(topics, kind.topicOf(topics));
    outbound = new StreamRecord<>(null);
    explanations =
        new RoutingExplanations(
            topics,
            kind,
            Notebook.open(stores.explanations().open()),
            InstantSource.system(),
            System::nanoTime);
    getMetricGroup().gauge("explanationsMissing", () -> explanations.missing());
    reader =
        new TwinReader(
            stores.twins(),
            read -> mailbox.execute(() -> lanes.answered(read), "twin of %s", read.key().path()));
    lanes =
        new TwinLanes(
            record -> table.readsTwin(kind.of(record)),
            this::route,
            reader::read,
            System::nanoTime);
    getMetricGroup().gauge("waitingForTwins", () -> lanes.size());
    RulesCompiler compiler = new RulesCompiler(topics, this::refused);
    feed = new RulesFeed(sources.open(), keepers.open(), compiler, times, this::held);
    table = feed.start();
    judge = new ShadowJudge(stores.shadows(), subtask());
    judge.follow(table);
    explanations.follow(table);
    LOGGER.info("Routing by rules version {}", table.version());
    getMetricGroup().gauge("rulesVersion", () -> table.version());
    feed.follow(
        next -> mailbox.execute(() -> swap(next), "rules version %s", next.version()),
        failure -> mailbox.execute(() -> failed(failure), "rules feed failed"));
  }

  @Override
  public void processElement(StreamRecord<TelemetryRecord> element) throws Exception {
    TelemetryRecord record = element.getValue();
    if (!news.test(record)) {
      return;
    }
    while (lanes.isFull()) {
      mailbox.yield();
    }
    lanes.add(record);
  }

  /**
   * @param twin null where there is none, or no rule asks for it
   */
  private void route(TelemetryRecord record, JsonNode twin) {
    Scope scope = new Scope(message.of(record, twin));
    Routing routing = table.route(scope);
    boolean orphaned = kind == Sources.TELEMETRY && routing.endpoints().isEmpty();
    counters.count(routing, orphaned);
    List<Endpoint> endpoints = routing.endpoints();
    if (orphaned || !routing.undefinedRoutes().isEmpty()) {
      report(routing, orphaned, record);
    }
    boolean explained = explanations.explain(record, twin, routing);
    for (Endpoint endpoint : endpoints) {
      List<Stamp> stamps = table.stamps(endpoint, scope);
      counters.countRouted(endpoint);
      copies.of(record, endpoint, stamps, explained).ifPresent(this::send);
      for (Stamp stamp : stamps) {
        if (stamp.value().isEmpty()) {
          counters.countUnset(stamp.key());
        }
      }
    }
    judge.judge(message);
    scope.undecodable().ifPresent(reason -> undecodable(reason, record));
  }

  private void undecodable(String reason, TelemetryRecord record) {
    counters.countUndecodable();
    reports.undecodable(reason, record, now()).ifPresent(this::send);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    drain();
    explanations.checkpoint(checkpointId);
    super.prepareSnapshotPreBarrier(checkpointId);
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    explanations.complete(checkpointId);
  }

  @Override
  public void endInput() throws Exception {
    drain();
  }

  private void drain() throws InterruptedException {
    while (!lanes.isEmpty()) {
      mailbox.yield();
    }
  }

  @Override
  public void close() throws Exception {
    try {
      closeFeed();
    } finally {
      super.close();
    }
  }

  private void closeFeed() throws Exception {
    try {
      if (feed != null) {
        feed.close();
      }
    } finally {
      closeStores();
    }
  }

  private void closeStores() throws Exception {
    try {
      if (judge != null) {
        judge.close();
      }
    } finally {
      closeReaders();
    }
  }

  private void closeReaders() throws Exception {
    try {
      if (reader != null) {
        reader.close();
      }
    } finally {
      if (explanations != null) {
        explanations.close();
      }
    }
  }

  private void swap(RoutingTable next) {
    boolean newRules = next.version() != table.version();
    table = next;
    judge.follow(next);
    explanations.follow(next);
    lanes.rulesChanged();
    if (newRules) {
      reports.newRules();
      LOGGER.info("Routing by rules version {}", next.version());
    }
  }

  private static void failed(Throwable failure) {
    throw new IllegalStateException("rules: not followed (expected: followed)", failure);
  }

  /** From the task's thread at the start and from the feed's afterwards, so always by mail. */
  private void refused(RulesVersion version, String diagnostics) {
    LOGGER.error(
        "Rules version {} does not compile and is ignored:\n{}", version.version(), diagnostics);
    mailbox.execute(() -> report(version, diagnostics), "rules version %s", version.version());
  }

  private void report(RulesVersion version, String diagnostics) {
    counters.countRefusedRules();
    reportOnce(reports.refused(version, diagnostics));
  }

  /** From the task's thread at the start and from the feed's afterwards, so always by mail. */
  private void held(RoutingTable next, RuntimeException failure) {
    mailbox.execute(
        () -> reportOnce(reports.held(next, failure, now())), "rules version %s", next.version());
  }

  /** All subtasks of both chains find the same in the same rules; one of them tells. */
  private void reportOnce(OutboundRecord report) {
    if (kind == Sources.TELEMETRY
        && getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0) {
      send(report);
    }
  }

  private void report(Routing routing, boolean orphaned, TelemetryRecord record) {
    long now = now();
    for (String route : routing.undefinedRoutes()) {
      reports.undefined(route, record, now).ifPresent(this::send);
    }
    if (orphaned) {
      reports.orphaned(record, now).ifPresent(this::send);
    }
  }

  /** Which of the subtasks of both chains this one is. */
  private String subtask() {
    return kind.name().toLowerCase(Locale.ROOT)
        + "/"
        + getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
  }

  private void send(OutboundRecord record) {
    output.collect(outbound.replace(record));
  }

  private long now() {
    return getProcessingTimeService().getCurrentProcessingTime();
  }
}
