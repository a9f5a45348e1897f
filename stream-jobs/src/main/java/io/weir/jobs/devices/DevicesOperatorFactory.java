package io.weir.jobs.devices;

import io.weir.device.topic.Topics;
import io.weir.jobs.devices.RetryingWriter.Pauses;
import io.weir.jobs.kafka.OutboundRecord;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes a {@link DevicesOperator} in its task, with the task's mailbox. */
final class DevicesOperatorFactory extends AbstractStreamOperatorFactory<OutboundRecord>
    implements OneInputStreamOperatorFactory<CommandRecord, OutboundRecord> {

  private static final long serialVersionUID = 1L;

  /** Decisions of one subtask that are not durable yet. */
  static final int CAPACITY = 1000;

  private final String hub;
  private final RowStore.Factory stores;
  private final LogTopics log;
  private final Pauses pauses;
  private final int capacity;
  private final boolean rebuild;

  DevicesOperatorFactory(
      String hub,
      RowStore.Factory stores,
      LogTopics log,
      Pauses pauses,
      int capacity,
      boolean rebuild) {
    this.hub = hub;
    this.stores = stores;
    this.log = log;
    this.pauses = pauses;
    this.capacity = capacity;
    this.rebuild = rebuild;
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // The interface's signature.
  public <T extends StreamOperator<OutboundRecord>> T createStreamOperator(
      StreamOperatorParameters<OutboundRecord> parameters) {
    return (T)
        new DevicesOperator(parameters, new Topics(hub), stores, log, pauses, capacity, rebuild);
  }

  @Override
  @SuppressWarnings("rawtypes") // The interface's own signature.
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return DevicesOperator.class;
  }
}
