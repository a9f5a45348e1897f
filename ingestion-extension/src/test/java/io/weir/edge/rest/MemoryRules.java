package io.weir.edge.rest;

import io.weir.device.state.RulesSummary;
import io.weir.device.state.RulesVersion;
import io.weir.device.state.ShadowCount;
import io.weir.device.state.ShadowRules;
import io.weir.edge.rules.RulesStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Rule sets in memory: at first version 3, and no shadow. */
final class MemoryRules implements RulesStore {

  final List<RulesVersion> versions = new ArrayList<>(List.of(new RulesVersion(3, "", 1)));
  List<ShadowCount> differences = List.of();
  ShadowRules shadow;

  @Override
  public CompletionStage<Optional<RulesVersion>> latest() {
    return CompletableFuture.completedFuture(versions.stream().findFirst());
  }

  @Override
  public CompletionStage<Optional<RulesVersion>> version(long number) {
    return CompletableFuture.completedFuture(
        versions.stream().filter(one -> one.version() == number).findFirst());
  }

  @Override
  public CompletionStage<List<RulesSummary>> history(int limit) {
    return CompletableFuture.completedFuture(
        versions.stream().limit(limit).map(RulesSummary::of).toList());
  }

  @Override
  public CompletionStage<Optional<ShadowRules>> shadow() {
    return CompletableFuture.completedFuture(Optional.ofNullable(shadow));
  }

  @Override
  public CompletionStage<List<ShadowCount>> differences(long id) {
    return CompletableFuture.completedFuture(
        shadow != null && shadow.id() == id ? differences : List.of());
  }
}
