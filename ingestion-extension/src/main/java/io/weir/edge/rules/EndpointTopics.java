package io.weir.edge.rules;

import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Makes the topics of Kafka endpoints. */
@FunctionalInterface
public interface EndpointTopics {

  /** Completes when all of them are there; a topic that exists is left as it is. */
  CompletionStage<Void> ensure(Set<String> topics);
}
