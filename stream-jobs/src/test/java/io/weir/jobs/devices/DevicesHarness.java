package io.weir.jobs.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.device.codec.Codecs;
import io.weir.device.topic.EdgeMessage;
import io.weir.jobs.devices.RetryingWriter.Pauses;
import io.weir.jobs.kafka.OutboundRecord;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/** The devices operator in a task of its own, with a clock that stands until it is set. */
final class DevicesHarness implements AutoCloseable {

  static final int CAPACITY = 4;

  private final KeyedOneInputStreamOperatorTestHarness<String, CommandRecord, OutboundRecord> flink;

  DevicesHarness(ScriptedStore store) throws Exception {
    this(store, () -> ScriptedStore.TOPIC);
  }

  DevicesHarness(ScriptedStore store, LogTopics log) throws Exception {
    Pauses pauses = new Pauses(Duration.ofMillis(1), Duration.ofMillis(4), Duration.ofMinutes(1));
    flink =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new DevicesOperatorFactory("hub", store.factory(), log, pauses, CAPACITY, false),
            CommandRecord::key,
            Types.STRING,
            128,
            1,
            0);
  }

  DevicesHarness on(StateBackend backend) {
    flink.setStateBackend(backend);
    return this;
  }

  DevicesHarness open() throws Exception {
    flink.open();
    return this;
  }

  DevicesHarness restore(OperatorSubtaskState snapshot) throws Exception {
    flink.initializeState(snapshot);
    return open();
  }

  /** Processes records and waits until all that was decided is durable and sent. */
  void process(CommandRecord... records) throws Exception {
    feed(records);
    settle();
  }

  /** Processes records and waits for nothing. */
  void feed(CommandRecord... records) throws Exception {
    for (CommandRecord record : records) {
      flink.processElement(record, 0);
    }
  }

  void settle() throws Exception {
    flink.prepareSnapshotPreBarrier(1);
  }

  OperatorSubtaskState snapshot() throws Exception {
    settle();
    return flink.snapshot(1, 1);
  }

  /** Sets the task's clock; timers that are due go off. */
  void time(long millis) throws Exception {
    flink.setProcessingTime(millis);
  }

  KeyedOneInputStreamOperatorTestHarness<String, CommandRecord, OutboundRecord> flink() {
    return flink;
  }

  List<OutboundRecord> sent(String topic) {
    return flink.extractOutputValues().stream()
        .filter(record -> record.topic().equals(topic))
        .toList();
  }

  List<EdgeMessage> edge() {
    return sent("hub.edge").stream().map(record -> Codecs.EDGE.decode(record.value())).toList();
  }

  void awaitSent(String topic, int count) {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(2))
        .until(
            () -> {
              while (flink.getTaskMailbox().hasMail()) {
                flink.getTaskMailbox().take(0).run();
              }
              return sent(topic).size() >= count;
            });
    assertThat(sent(topic)).hasSize(count);
  }

  @Override
  public void close() {
    try {
      flink.close();
    } catch (Exception e) {
      throw new AssertionError("the operator was not closed", e);
    }
  }
}
