package io.weir.jobs.devices;

import io.weir.device.error.HubError;
import io.weir.device.state.Effect;
import io.weir.device.state.RowChange;
import io.weir.device.state.Stamped;
import io.weir.device.store.LogTopic;
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
import java.util.function.Predicate;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.CheckpointableKeyedStateBackend;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of every key: decides each command, writes the rows, then sends the effects
 * (docs/architecture.md, "The log's rules" 1-4).
 *
 * <p>Its keyed state is {@link Parts}: the head is the value {@code state}, the others are entries
 * of the map {@code parts}. Writes in flight are no state: no barrier passes before they are
 * durable and their effects are sent. A record that cannot be decided is reported on {@code
 * operations}, answered and skipped.
 *
 * <p>A timer of a key ({@link Alarm}) appends a tick to the log and touches nothing.
 */
final class DevicesOperator extends AbstractStreamOperator<OutboundRecord>
    implements OneInputStreamOperator<CommandRecord, OutboundRecord>,
        Triggerable<String, VoidNamespace>,
        BoundedOneInput {

  private static final long serialVersionUID = 1L;

  /** As texts, of the sections that wait to be written. */
  private static final long MAX_WAITING_BYTES = 8L * 1024 * 1024;

  private static final Logger LOGGER = LoggerFactory.getLogger(DevicesOperator.class);

  private final Topics topics;
  private final RowStore.Factory stores;
  private final LogTopics log;
  private final Pauses pauses;
  private final int capacity;
  private final boolean rebuild;
  private final transient MailboxExecutor mailbox;

  private transient ValueState<byte[]> head;
  private transient MapState<String, byte[]> parts;
  private transient Alarm alarm;
  private transient KeyDecider decider;
  private transient EffectRecords records;
  private transient RowStore store;
  private transient ScheduledExecutorService timer;
  private transient RetryingWriter writer;
  private transient DeviceQueues<Stamped> queues;
  private transient StreamRecord<OutboundRecord> outbound;
  private transient long epoch;
  private transient boolean restored;
  private transient Counter decided;
  private transient Counter ticks;
  private transient Counter malformed;
  private transient Counter failed;

  DevicesOperator(
      StreamOperatorParameters<OutboundRecord> parameters,
      Topics topics,
      RowStore.Factory stores,
      LogTopics log,
      Pauses pauses,
      int capacity,
      boolean rebuild) {
    super(parameters);
    this.mailbox = parameters.getMailboxExecutor();
    this.topics = topics;
    this.stores = stores;
    this.log = log;
    this.pauses = pauses;
    this.capacity = capacity;
    this.rebuild = rebuild;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    restored = context.isRestored();
    head =
        context
            .getKeyedStateStore()
            .getState(new ValueStateDescriptor<>("state", BytePrimitiveArraySerializer.INSTANCE));
    parts =
        context
            .getKeyedStateStore()
            .getMapState(
                new MapStateDescriptor<>(
                    "parts", StringSerializer.INSTANCE, BytePrimitiveArraySerializer.INSTANCE));
  }

  @Override
  public void open() throws Exception {
    super.open();
    alarm = new Alarm(getInternalTimerService("ticks", VoidNamespaceSerializer.INSTANCE, this));
    decider = new KeyDecider();
    records = new EffectRecords(topics);
    outbound = new StreamRecord<>(null);
    store = stores.open();
    requireSameLog(log.find());
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
    ticks = getMetricGroup().counter("ticks");
    malformed = getMetricGroup().counter("commandsMalformed");
    failed = getMetricGroup().counter("commandsFailed");
    getMetricGroup().gauge("decisionsInFlight", () -> queues.size());
    if (rebuild && !restored) {
      new Rebuild(store.stored(), this::isMine, new KeyedState()).run();
    }
  }

  private boolean isMine(String key) {
    KeyGroupRange mine =
        ((CheckpointableKeyedStateBackend<?>) getKeyedStateBackend()).getKeyGroupRange();
    int maxParallelism = getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks();
    return mine.contains(KeyGroupRangeAssignment.assignToKeyGroup(key, maxParallelism));
  }

  /** What a rebuild writes to. */
  private final class KeyedState implements Rebuild.Keyed {
    @Override
    public Parts of(String key) {
      setCurrentKey(key);
      return DevicesOperator.this::part;
    }

    @Override
    public void keep(Parts.Change change) {
      try {
        DevicesOperator.this.keep(change);
      } catch (Exception e) {
        throw new Parts.UnreadableException(change.part(), e);
      }
    }

    @Override
    public void follow(KeyDecider.Due due) {
      alarm.follow(due);
    }
  }

  @Override
  public void processElement(StreamRecord<CommandRecord> element) throws Exception {
    CommandRecord command = element.getValue();
    while (queues.size() >= capacity || queues.weight() > MAX_WAITING_BYTES) {
      mailbox.yield();
      // A timer may have gone off in between, and it has a key of its own.
      setCurrentKey(command.key());
    }
    long position = epoch + command.offset();
    KeyDecider.Outcome outcome = decider.decide(this::part, command, position);
    if (outcome instanceof KeyDecider.Decided decision) {
      keep(decision);
      queues.add(
          command.key(),
          position,
          decision.rows(),
          stamped(command, position, decision.effects()),
          bytes(decision));
    } else if (outcome instanceof KeyDecider.Undecided undecided) {
      report(command, position, undecided);
      List<Effect> answer = undecided.reply() == null ? List.of() : List.of(undecided.reply());
      queues.add(command.key(), position, List.of(), stamped(command, position, answer), 0);
    }
  }

  /** A section waits as a whole, and as a tree takes about ten times its text. */
  private static long bytes(KeyDecider.Decided decision) {
    long bytes = 0;
    for (Parts.Change change : decision.changes()) {
      bytes += change.bytes() == null ? 0 : change.bytes().array().length;
    }
    return bytes;
  }

  private void keep(KeyDecider.Decided decision) throws Exception {
    for (Parts.Change change : decision.changes()) {
      keep(change);
    }
    alarm.follow(decision.due());
    decided.inc();
  }

  private void keep(Parts.Change change) throws Exception {
    boolean isHead = change.part().equals(Parts.HEAD);
    if (change.bytes() == null && isHead) {
      head.clear();
    } else if (change.bytes() == null) {
      parts.remove(change.part());
    } else if (isHead) {
      head.update(change.bytes().array());
    } else {
      parts.put(change.part(), change.bytes().array());
    }
  }

  private byte[] part(String name) {
    try {
      return name.equals(Parts.HEAD) ? head.value() : parts.get(name);
    } catch (Exception e) {
      throw new Parts.UnreadableException(name, e);
    }
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
    ticks.inc();
    output.collect(outbound.replace(records.tick(timer.getKey())));
  }

  /** Nobody asks for the log's event time: commands have none. */
  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("event-time timer: set (expected: none)");
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

  /** Positions of another topic would start below the rows, whose writes would vanish silently. */
  private void requireSameLog(LogTopic present) {
    LogTopic claimed = store.claim(present);
    if (!claimed.equals(present)) {
      throw new IllegalStateException(
          topics.deviceCommands()
              + ": "
              + present
              + " (expected: "
              + claimed
              + ", from which Cassandra's rows were written; bring back Kafka's data, or remove"
              + " Cassandra's keyspace too: docs/cassandra.md)");
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
    // Always through the mailbox, even when all is done already: `durable` is not re-entrant.
    // The one failure of the mail is a closed mailbox: then the task is over anyway.
    var unused =
        writeAll(batch, row -> !row.tellsHowFar())
            .thenCompose(others -> writeAll(batch, RowChange::tellsHowFar))
            .whenComplete(
                (durable, failure) ->
                    mailbox.execute(() -> finished(batch, failure), "rows of %s", batch.key()));
  }

  private CompletableFuture<Void> writeAll(Batch batch, Predicate<RowChange> which) {
    return CompletableFuture.allOf(
        batch.writes().stream()
            .filter(row -> which.test(row.change()))
            .map(row -> writer.write(batch.key(), row.change(), row.position()))
            .toArray(CompletableFuture<?>[]::new));
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

  private void report(CommandRecord command, long position, KeyDecider.Undecided undecided) {
    HubError error = undecided.error();
    if (error == HubError.SERVER_ERROR) {
      failed.inc();
      LOGGER.error(
          "Failed to decide the command of {} at {}", command.key(), position, undecided.cause());
    } else {
      malformed.inc();
      LOGGER.warn(
          "Skipped the command of {} at {}: {}",
          command.key(),
          position,
          undecided.message(),
          undecided.cause());
    }
    OperationsRecord record =
        new OperationsRecord(
            command.logTime(),
            "decideCommand",
            "DeviceIdentityOperations",
            error.code(),
            error.wireName(),
            undecided.message(),
            command.key().isEmpty() ? null : command.key(),
            null);
    output.collect(outbound.replace(record.to(topics.operations())));
  }
}
