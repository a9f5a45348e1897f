package io.weir.dsl;

import io.weir.dsl.endpoint.Endpoint;
import io.weir.dsl.endpoint.EventsEndpoint;
import io.weir.dsl.message.Message;
import io.weir.dsl.message.MessageSource;
import io.weir.dsl.plan.Condition;
import io.weir.dsl.plan.ConditionSet;
import io.weir.dsl.plan.Judge;
import io.weir.dsl.plan.Scope;
import io.weir.dsl.plan.Verdicts;
import io.weir.dsl.value.Truth;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The planned form of a rule set: decides where messages go. Immutable and thread-safe; one call
 * looks at one message from the calling thread. The body is read once for all routes, and only when
 * a condition reads it; one that is broken is read once more, to say why. Routes that take every
 * message are not evaluated at all.
 */
public final class Router {

  /** Answers that are kept for one source; devices could make up ever new combinations. */
  private static final int MAX_MADE = 1024;

  private static final Routing TO_EVENTS =
      new Routing(List.of(EventsEndpoint.INSTANCE), false, List.of());

  private final boolean empty;
  private final Map<MessageSource, Plan> plans = new EnumMap<>(MessageSource.class);

  private Router(RuleSet ruleSet) {
    this.empty = ruleSet.routes().isEmpty();
    for (MessageSource source : MessageSource.values()) {
      boolean fallback = ruleSet.fallback() && source == MessageSource.DEVICE_MESSAGES;
      plans.put(source, new Plan(ruleSet, source, fallback));
    }
  }

  /** Plans a rule set. */
  public static Router of(RuleSet ruleSet) {
    return new Router(ruleSet);
  }

  /**
   * Decides about one message. Never throws for what a message holds: a condition that cannot be
   * evaluated is undefined, does not match and is named in the result ({@code ROUTE-04}).
   */
  public Routing route(Message message) {
    return route(new Scope(message));
  }

  /** The same, for who wants to know of the scope what became of the message's body. */
  public Routing route(Scope scope) {
    MessageSource source = scope.message().source();
    return empty && source == MessageSource.DEVICE_MESSAGES
        ? TO_EVENTS
        : plans.get(source).route(scope);
  }

  /** The routes of one source that must be evaluated, and the answers for the others. */
  private static final class Plan {

    private final Set<Endpoint> always = new LinkedHashSet<>();
    private final List<String> neverDefined = new ArrayList<>();
    private final List<Route> routes = new ArrayList<>();

    /** Where the routes that must be evaluated go, in the order in which they name it. */
    private final List<Endpoint> endpoints;

    /** For each of these routes its places in the list. */
    private final List<BitSet> targets;

    private final ConditionSet conditions;

    /** One that no thread uses at the moment; others are made when there is none. */
    private final AtomicReference<Judge> idle = new AtomicReference<>();

    /** The answer when no route that must be evaluated is true or undefined. */
    private final Routing ready;

    /** Other answers: messages that are alike are so often. */
    private final ConcurrentMap<Outcome, Routing> made = new ConcurrentHashMap<>();

    Plan(RuleSet ruleSet, MessageSource source, boolean fallback) {
      ruleSet.routes().stream().filter(route -> route.source() == source).forEach(this::add);
      endpoints = routes.stream().flatMap(r -> r.endpoints().stream()).distinct().toList();
      targets = routes.stream().map(this::targets).toList();
      conditions = ConditionSet.of(routes.stream().map(Route::condition).toList());
      boolean unmatched = fallback && always.isEmpty();
      ready =
          new Routing(
              unmatched ? List.of(EventsEndpoint.INSTANCE) : List.copyOf(always),
              unmatched,
              neverDefined);
    }

    private void add(Route route) {
      Optional<Truth> constant = Condition.of(route.condition()).constant();
      if (constant.isEmpty()) {
        routes.add(route);
      } else if (constant.get() == Truth.TRUE) {
        always.addAll(route.endpoints());
      } else if (constant.get() == Truth.UNDEFINED) {
        neverDefined.add(route.name());
      }
    }

    private BitSet targets(Route route) {
      BitSet targets = new BitSet(endpoints.size());
      route.endpoints().forEach(endpoint -> targets.set(endpoints.indexOf(endpoint)));
      return targets;
    }

    Routing route(Scope scope) {
      if (routes.isEmpty()) {
        return ready;
      }
      Judge free = idle.getAndSet(null);
      Judge judge = free == null ? conditions.judge() : free;
      Routing routing = answer(judge.judge(scope));
      idle.set(judge);
      return routing;
    }

    private Routing answer(Verdicts verdicts) {
      BitSet matched = verdicts.matched();
      BitSet undefined = verdicts.undefined();
      if (matched.isEmpty() && undefined.isEmpty()) {
        return ready;
      }
      BitSet taken = new BitSet(endpoints.size());
      for (int i = matched.nextSetBit(0); i >= 0; i = matched.nextSetBit(i + 1)) {
        taken.or(targets.get(i));
      }
      Routing known = made.get(new Outcome(taken, undefined));
      return known == null ? make(new Outcome(taken, (BitSet) undefined.clone())) : known;
    }

    private Routing make(Outcome outcome) {
      Set<Endpoint> taken = new LinkedHashSet<>(always);
      outcome.endpoints.stream().mapToObj(endpoints::get).forEach(taken::add);
      List<String> undefined = new ArrayList<>(neverDefined);
      outcome.undefined.stream().mapToObj(i -> routes.get(i).name()).forEach(undefined::add);
      boolean any = !outcome.endpoints.isEmpty();
      Routing routing =
          new Routing(
              any ? List.copyOf(taken) : ready.endpoints(), !any && ready.fallback(), undefined);
      if (made.size() < MAX_MADE) {
        made.put(outcome, routing);
      }
      return routing;
    }
  }

  /**
   * What an answer depends on.
   *
   * @param endpoints those of the routes that match
   * @param undefined the routes that are undefined
   */
  private record Outcome(BitSet endpoints, BitSet undefined) {}
}
