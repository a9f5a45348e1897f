package io.weir.jobs.routing;

import io.weir.device.topic.Topics;
import io.weir.jobs.kafka.OutboundRecord;
import io.weir.jobs.routing.RulesFeed.Times;
import io.weir.jobs.rules.RulesSource;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes a {@link RoutingOperator} in its task, with the task's mailbox. */
final class RoutingOperatorFactory extends AbstractStreamOperatorFactory<OutboundRecord>
    implements OneInputStreamOperatorFactory<TelemetryRecord, OutboundRecord> {

  private static final long serialVersionUID = 1L;

  private final String hub;
  private final Sources kind;
  private final RulesSource.Factory sources;
  private final TopicKeeper.Factory keepers;
  private final RoutingStores stores;
  private final Times times;

  RoutingOperatorFactory(
      String hub,
      Sources kind,
      RulesSource.Factory sources,
      TopicKeeper.Factory keepers,
      RoutingStores stores,
      Times times) {
    this.hub = hub;
    this.kind = kind;
    this.sources = sources;
    this.keepers = keepers;
    this.stores = stores;
    this.times = times;
    setChainingStrategy(ChainingStrategy.ALWAYS);
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // The interface's signature.
  public <T extends StreamOperator<OutboundRecord>> T createStreamOperator(
      StreamOperatorParameters<OutboundRecord> parameters) {
    return (T)
        new RoutingOperator(parameters, new Topics(hub), kind, sources, keepers, stores, times);
  }

  @Override
  @SuppressWarnings("rawtypes") // The interface's own signature.
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return RoutingOperator.class;
  }
}
