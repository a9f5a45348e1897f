package io.weir.dsl;

import io.weir.dsl.endpoint.Endpoint;
import io.weir.dsl.endpoint.EventsEndpoint;
import io.weir.dsl.message.Message;
import io.weir.dsl.message.MessageSource;
import io.weir.dsl.plan.Condition;
import io.weir.dsl.plan.Scope;
import io.weir.dsl.value.Truth;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The planned form of a rule set: decides where messages go. Immutable and thread-safe; one call
 * looks at one message from the calling thread. The body is parsed at most once for a message, and
 * only when a condition reads it; routes that take every message are not evaluated at all.
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
      plans.put(source, Plan.of(ruleSet, source, fallback));
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

  private record PlannedRoute(String name, Condition condition, List<Endpoint> endpoints) {}

  /**
   * The routes of one source.
   *
   * @param always the endpoints of the routes that take every message
   * @param neverDefined the routes whose condition is undefined for every message
   * @param routes those that must be evaluated
   * @param unmatched the answer when no route takes the message and none is undefined
   * @param matchedAlways the answer when only the routes that take every message do
   * @param made other answers, by the truth of each route: two bits for matched and undefined
   */
  private record Plan(
      List<Endpoint> always,
      List<String> neverDefined,
      List<PlannedRoute> routes,
      Routing unmatched,
      Routing matchedAlways,
      ConcurrentMap<BitSet, Routing> made) {

    static Plan of(RuleSet ruleSet, MessageSource source, boolean fallback) {
      Set<Endpoint> always = new LinkedHashSet<>();
      List<String> neverDefined = new ArrayList<>();
      List<PlannedRoute> routes = new ArrayList<>();
      for (Route route : ruleSet.routes()) {
        if (route.source() == source) {
          Condition condition = Condition.of(route.condition());
          Truth constant = condition.constant().orElse(null);
          if (constant == null) {
            routes.add(new PlannedRoute(route.name(), condition, route.endpoints()));
          } else if (constant == Truth.TRUE) {
            always.addAll(route.endpoints());
          } else if (constant == Truth.UNDEFINED) {
            neverDefined.add(route.name());
          }
        }
      }
      List<Endpoint> orElse = fallback ? List.of(EventsEndpoint.INSTANCE) : List.of();
      return new Plan(
          List.copyOf(always),
          neverDefined,
          routes,
          new Routing(orElse, fallback, neverDefined),
          new Routing(List.copyOf(always), false, neverDefined),
          new ConcurrentHashMap<>());
    }

    Routing route(Scope scope) {
      // Stays null in the common case, in which the answer is one of the two made beforehand.
      BitSet outcome = null;
      for (int i = 0; i < routes.size(); i++) {
        Truth truth = routes.get(i).condition.test(scope);
        if (truth != Truth.FALSE) {
          outcome = outcome == null ? new BitSet(2 * routes.size()) : outcome;
          outcome.set(truth == Truth.TRUE ? 2 * i : 2 * i + 1);
        }
      }
      if (outcome == null) {
        return ready();
      }
      Routing known = made.get(outcome);
      return known == null ? make(outcome) : known;
    }

    private Routing ready() {
      return always.isEmpty() ? unmatched : matchedAlways;
    }

    /** Routes that match together once do so often: the answer is made once. */
    private Routing make(BitSet outcome) {
      Set<Endpoint> matched = new LinkedHashSet<>(always);
      List<String> undefined = new ArrayList<>(neverDefined);
      boolean any = false;
      for (int i = 0; i < routes.size(); i++) {
        if (outcome.get(2 * i)) {
          matched.addAll(routes.get(i).endpoints);
          any = true;
        } else if (outcome.get(2 * i + 1)) {
          undefined.add(routes.get(i).name);
        }
      }
      Routing routing =
          new Routing(
              any ? List.copyOf(matched) : ready().endpoints(),
              !any && ready().fallback(),
              undefined);
      if (made.size() < MAX_MADE) {
        made.put(outcome, routing);
      }
      return routing;
    }
  }
}
