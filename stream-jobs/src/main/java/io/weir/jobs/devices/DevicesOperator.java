package io.weir.jobs.devices;

import io.weir.device.state.Effect;
import io.weir.device.state.Stamped;
import io.weir.device.topic.Topics;
import io.weir.jobs.devices.DeviceQueues.Batch;
import io.weir.jobs.devices.RetryingWriter.Pauses;
import io.weir.jobs.kafka.OperationsRecord;
import io.weir.jobs.kafka.OutboundRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of every key: decides each command, writes the rows, then sends the effects
 * (docs/architecture.md, "The log's rules" 1-4).
 *
 * <p>Its keyed state is the value {@code state}: bytes of {@code Codecs.DEVICE_STATE} or {@code
 * Codecs.RULES_STATE}. Writes in flight are no state: no barrier passes before they are durable and
 * their effects are sent. A record that cannot be decided is reported on {@code operations} and
 * skipped.
 */
final class DevicesOperator extends AbstractStreamOperator<OutboundRecord>
    implements OneInputStreamOperator<CommandRecord, OutboundRecord>, BoundedOneInput {

  private static final long serialVersionUID = 1L;
  private static final Logger LOGGER = LoggerFactory.getLogger(DevicesOperator.class);
  private static final int MALFORMED_CODE = 400006;

  private final Topics topics;
  private final RowStore.Factory stores;
  private final Pauses pauses;
  private final int capacity;
  private final transient MailboxExecutor mailbox;

  private transient ValueState<byte[]> state;
  private transient KeyDecider decider;
  private transient EffectRecords records;
  private transient RowStore store;
  private transient ScheduledExecutorService timer;
  private transient RetryingWriter writer;
  private transient DeviceQueues<Stamped> queues;
  private transient StreamRecord<OutboundRecord> outbound;
  private transient long epoch;
  private transient Counter decided;
  private transient Counter malformed;

  DevicesOperator(
      StreamOperatorParameters<OutboundRecord> parameters,
      Topics topics,
      RowStore.Factory stores,
      Pauses pauses,
      int capacity) {
    super(parameters);
    this.mailbox = parameters.getMailboxExecutor();
    this.topics = topics;
    this.stores = stores;
    this.pauses = pauses;
    this.capacity = capacity;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    state =
        context
            .getKeyedStateStore()
            .getState(new ValueStateDescriptor<>("state", BytePrimitiveArraySerializer.INSTANCE));
  }

  @Override
  public void open() throws Exception {
    super.open();
    decider = new KeyDecider();
    records = new EffectRecords(topics);
    outbound = new StreamRecord<>(null);
    store = stores.open();
    epoch = store.epoch();
    timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "row-writer-retries");
              thread.setDaemon(true);
              return thread;
            });
    Counter retries = getMetricGroup().counter("rowWriteFailures", new ConcurrentCounter());
    writer = new RetryingWriter(store, timer, pauses, retries::inc);
    queues = new DeviceQueues<>(this::write, this::send);
    decided = getMetricGroup().counter("commandsDecided");
    malformed = getMetricGroup().counter("commandsMalformed");
    getMetricGroup().gauge("decisionsInFlight", () -> queues.size());
  }

  @Override
  public void processElement(StreamRecord<CommandRecord> element) throws Exception {
    while (queues.size() >= capacity) {
      mailbox.yield();
    }
    CommandRecord command = element.getValue();
    long position = epoch + command.offset();
    KeyDecider.Decided decision;
    try {
      decision = decider.decide(state.value(), command, position);
    } catch (MalformedCommandException e) {
      report(command, position, e);
      return;
    }
    if (decision.state() == null) {
      state.clear();
    } else {
      state.update(decision.state().array());
    }
    decided.inc();
    queues.add(
        command.key(), position, decision.rows(), stamped(command, position, decision.effects()));
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    drain();
    super.prepareSnapshotPreBarrier(checkpointId);
  }

  @Override
  public void endInput() throws Exception {
    drain();
  }

  @Override
  public void close() throws Exception {
    try {
      if (timer != null) {
        timer.shutdownNow();
      }
      if (store != null) {
        store.close();
      }
    } finally {
      super.close();
    }
  }

  private void drain() throws InterruptedException {
    while (!queues.isEmpty()) {
      mailbox.yield();
    }
  }

  private static List<Stamped> stamped(CommandRecord command, long position, List<Effect> effects) {
    List<Stamped> stamped = new ArrayList<>(effects.size());
    for (Effect effect : effects) {
      stamped.add(new Stamped(command.key(), position, stamped.size(), effect));
    }
    return stamped;
  }

  private void write(Batch batch) {
    CompletableFuture<?>[] writes =
        batch.writes().stream()
            .map(row -> writer.write(batch.key(), row.change(), row.position()))
            .toArray(CompletableFuture<?>[]::new);
    // Always through the mailbox, even when all is done already: `durable` is not re-entrant.
    // The one failure of the mail is a closed mailbox: then the task is over anyway.
    var unused =
        CompletableFuture.allOf(writes)
            .whenComplete(
                (durable, failure) ->
                    mailbox.execute(() -> finished(batch, failure), "rows of %s", batch.key()));
  }

  private void finished(Batch batch, Throwable failure) {
    if (failure != null) {
      throw new IllegalStateException(
          "rows of " + batch.key() + ": not written (expected: durable within the patience)",
          failure);
    }
    queues.durable(batch.key());
  }

  private void send(Stamped effect) {
    output.collect(outbound.replace(records.of(effect)));
  }

  private void report(CommandRecord command, long position, MalformedCommandException e) {
    malformed.inc();
    LOGGER.warn("Skipped the command of {} at {}", command.key(), position, e);
    OperationsRecord record =
        new OperationsRecord(
            command.logTime(),
            "decideCommand",
            "DeviceIdentityOperations",
            MALFORMED_CODE,
            "IotHubFormatError",
            e.getMessage(),
            command.key().isEmpty() ? null : command.key());
    output.collect(outbound.replace(record.to(topics.operations())));
  }
}
