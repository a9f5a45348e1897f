package io.weir.edge.rules;

import io.weir.device.endpoint.EndpointStatus;
import io.weir.device.state.RulesVersion;
import io.weir.device.topic.Topics;
import io.weir.dsl.RuleFiles;
import io.weir.dsl.RuleSet;
import io.weir.dsl.endpoint.Endpoint;
import io.weir.dsl.endpoint.EventsEndpoint;
import io.weir.edge.registry.Reads;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The endpoints of the rules in force, with what their senders last said of themselves. */
public final class Endpoints {

  private final RuleSets rules;
  private final Supplier<CompletionStage<List<EndpointStatus>>> statuses;
  private final Topics topics;
  private final Executor compiling;

  /** Of the version that was listed last: who looks often must not have it compiled each time. */
  private volatile Compiled compiled = new Compiled(0, RuleSet.EMPTY);

  private record Compiled(long version, RuleSet rules) {}

  /**
   * @param statuses of all endpoints that ever had a sender
   * @param compiling where the rules in force are compiled
   */
  public Endpoints(
      RuleSets rules,
      Supplier<CompletionStage<List<EndpointStatus>>> statuses,
      Topics topics,
      Executor compiling) {
    this.rules = rules;
    this.statuses = statuses;
    this.topics = topics;
    this.compiling = compiling;
  }

  /**
   * An endpoint.
   *
   * @param direct whether the routing job writes it itself, so that it has no status of its own
   */
  public record View(Endpoint endpoint, boolean direct, Optional<EndpointStatus> status) {}

  /** The endpoints of one version of the rules, the built-in one first. */
  public record Listing(long version, List<View> endpoints) {}

  /** As they are now; fails with SERVICE_UNAVAILABLE when the store cannot be read. */
  public CompletionStage<Listing> list() {
    return rules.current().thenCombineAsync(Reads.of(statuses.get()), this::listing, compiling);
  }

  private Listing listing(RulesVersion inForce, List<EndpointStatus> known) {
    Map<String, EndpointStatus> byName =
        known.stream().collect(Collectors.toMap(EndpointStatus::name, Function.identity()));
    List<View> views = new ArrayList<>();
    views.add(new View(EventsEndpoint.INSTANCE, true, Optional.empty()));
    for (Endpoint endpoint : compiled(inForce).endpoints()) {
      String name = endpoint.name().toLowerCase(Locale.ROOT);
      views.add(
          topics.hasOutbox(endpoint)
              ? new View(endpoint, false, Optional.ofNullable(byName.get(name)))
              : new View(endpoint, true, Optional.empty()));
    }
    return new Listing(inForce.version(), List.copyOf(views));
  }

  private RuleSet compiled(RulesVersion inForce) {
    Compiled last = compiled;
    if (last.version != inForce.version()) {
      last =
          new Compiled(
              inForce.version(),
              RuleFiles.compile("rules", inForce.text()).ruleSet().orElse(RuleSet.EMPTY));
      compiled = last;
    }
    return last.rules;
  }
}
