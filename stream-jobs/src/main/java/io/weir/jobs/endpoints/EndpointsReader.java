package io.weir.jobs.endpoints;

import io.weir.device.topic.Topics;
import io.weir.jobs.JobArguments;
import io.weir.jobs.explain.CassandraExplanationStore;
import io.weir.jobs.explain.Notebook;
import io.weir.jobs.kafka.OutboundRecord;
import io.weir.jobs.rules.KafkaRulesSource;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.util.IOUtils;

/** One subtask's share of the endpoints, from the task's start to its end. */
final class EndpointsReader implements SourceReader<OutboundRecord, NoSplits.Split> {

  private final Reports reports = new Reports();
  private final Notebook notebook;
  private final Outboxes outboxes;
  private final RulesWatch rules;
  private final StatusWatch statuses;

  EndpointsReader(JobArguments arguments, SourceReaderContext context) {
    Topics topics = new Topics(arguments.hub());
    Clock clock = Clock.systemUTC();
    this.notebook = Notebook.open(CassandraExplanationStore.of(arguments).open());
    context.metricGroup().gauge("explanationsMissing", () -> notebook.lost());
    this.outboxes =
        new Outboxes(
            new Share(context.getIndexOfSubtask(), context.currentParallelism()),
            topics,
            new OutboxKafka(arguments.kafka(), arguments.hub() + "-endpoints"),
            new Senders(arguments),
            clock,
            notebook);
    this.rules =
        new RulesWatch(
            KafkaRulesSource.of(arguments, "endpoints"), outboxes::inForce, reports::fail);
    this.statuses =
        new StatusWatch(
            outboxes::running,
            CassandraStatusStore.of(arguments),
            new EndpointReports(topics.operations(), reports::add),
            new EndpointMetrics(context.metricGroup()),
            clock);
  }

  @Override
  public void start() {
    rules.start();
    statuses.start();
  }

  @Override
  public InputStatus pollNext(ReaderOutput<OutboundRecord> output) {
    OutboundRecord report = reports.poll();
    if (report != null) {
      output.collect(report);
    }
    return reports.isEmpty() ? InputStatus.NOTHING_AVAILABLE : InputStatus.MORE_AVAILABLE;
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    return reports.news();
  }

  @Override
  public List<NoSplits.Split> snapshotState(long checkpoint) {
    return List.of();
  }

  @Override
  public void addSplits(List<NoSplits.Split> splits) {}

  @Override
  public void notifyNoMoreSplits() {}

  @Override
  public void close() {
    IOUtils.closeAllQuietly(rules::close, outboxes, statuses::close, notebook);
  }
}
