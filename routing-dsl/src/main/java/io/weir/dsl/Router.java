package io.weir.dsl;

import io.weir.dsl.message.Message;
import io.weir.dsl.message.MessageSource;
import io.weir.dsl.plan.Condition;
import io.weir.dsl.plan.Scope;
import io.weir.dsl.value.Truth;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The planned form of a rule set: decides where messages go. Immutable and thread-safe; one call
 * looks at one message from the calling thread. The body is parsed at most once for a message, and
 * only when a condition reads it; routes that take every message are not evaluated at all.
 */
public final class Router {

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
    return empty ? TO_EVENTS : plans.get(message.source()).route(message);
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
   */
  private record Plan(
      List<Endpoint> always,
      List<String> neverDefined,
      List<PlannedRoute> routes,
      Routing unmatched,
      Routing matchedAlways) {

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
          new Routing(List.copyOf(always), false, neverDefined));
    }

    Routing route(Message message) {
      // Both stay null in the common case, in which the answer is one of the two made beforehand.
      Set<Endpoint> matched = null;
      List<String> undefined = null;
      Scope scope = new Scope(message);
      for (PlannedRoute route : routes) {
        Truth truth = route.condition.test(scope);
        if (truth == Truth.TRUE) {
          matched = matched == null ? new LinkedHashSet<>(always) : matched;
          matched.addAll(route.endpoints);
        } else if (truth == Truth.UNDEFINED) {
          undefined = undefined == null ? new ArrayList<>(neverDefined) : undefined;
          undefined.add(route.name);
        }
      }
      Routing ready = always.isEmpty() ? unmatched : matchedAlways;
      if (matched == null && undefined == null) {
        return ready;
      }
      return new Routing(
          matched == null ? ready.endpoints() : List.copyOf(matched),
          matched == null && ready.fallback(),
          undefined == null ? neverDefined : undefined);
    }
  }
}
