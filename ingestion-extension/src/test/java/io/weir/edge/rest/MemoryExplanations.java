package io.weir.edge.rest;

import io.weir.device.explain.Explanation;
import io.weir.edge.rules.ExplanationStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The same explanations for everybody, and a note of what was asked for. */
final class MemoryExplanations implements ExplanationStore {

  final List<String> asked = new ArrayList<>();
  List<Explanation> found = List.of();

  @Override
  public CompletionStage<List<Explanation>> ofDevice(String deviceId, int last) {
    asked.add(deviceId + " " + last);
    return CompletableFuture.completedFuture(found);
  }

  @Override
  public CompletionStage<List<Explanation>> ofMessage(String messageId, int last) {
    asked.add("message " + messageId + " " + last);
    return CompletableFuture.completedFuture(found);
  }
}
