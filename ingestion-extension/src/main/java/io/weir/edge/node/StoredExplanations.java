package io.weir.edge.node;

import io.weir.device.explain.Explanation;
import io.weir.device.store.Explanations;
import io.weir.edge.rules.ExplanationStore;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The reads of explanations, from Cassandra. */
record StoredExplanations(Explanations explanations) implements ExplanationStore {

  @Override
  public CompletionStage<List<Explanation>> ofDevice(String deviceId, int last) {
    return explanations.ofDevice(deviceId, last);
  }

  @Override
  public CompletionStage<List<Explanation>> ofMessage(String messageId, int last) {
    return explanations.ofMessage(messageId, last);
  }
}
