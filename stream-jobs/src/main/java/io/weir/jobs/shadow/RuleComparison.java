package io.weir.jobs.shadow;

import io.weir.device.state.ShadowCount;
import io.weir.dsl.Route;
import io.weir.dsl.RuleSet;
import io.weir.dsl.message.Message;
import io.weir.dsl.message.MessageSource;
import io.weir.dsl.plan.Condition;
import io.weir.dsl.plan.Scope;
import io.weir.dsl.value.Truth;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Two rule sets over the same messages, route by route. Routes of one name, in any case, and of one
 * source are the same route; what is undefined does not match. Immutable and thread-safe.
 */
public final class RuleComparison {

  private final Map<MessageSource, Plan> plans = new EnumMap<>(MessageSource.class);

  private RuleComparison(RuleSet live, RuleSet shadow) {
    for (MessageSource source : MessageSource.values()) {
      plans.put(source, Plan.of(live, shadow, source));
    }
  }

  /** Plans the conditions of both. */
  public static RuleComparison of(RuleSet live, RuleSet shadow) {
    return new RuleComparison(live, shadow);
  }

  /** Where the two do not agree about a message. Its body is parsed at most once. */
  public List<Difference> of(Message message) {
    return plans.get(message.source()).compare(new Scope(message));
  }

  /**
   * The routes of one name.
   *
   * @param live empty when the live rules have none
   * @param shadow empty when the shadow has none
   */
  private record Pair(String name, Optional<Condition> live, Optional<Condition> shadow) {}

  /**
   * The routes of one source.
   *
   * @param liveFallback whether messages that no live route takes go to {@code events}
   * @param shadowFallback the same of the shadow
   */
  private record Plan(List<Pair> pairs, boolean liveFallback, boolean shadowFallback) {

    static Plan of(RuleSet live, RuleSet shadow, MessageSource source) {
      Map<String, Condition> liveConditions = conditions(live, source);
      Map<String, Condition> shadowConditions = conditions(shadow, source);
      Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
      names.addAll(shadowConditions.keySet());
      names.addAll(liveConditions.keySet());
      return new Plan(
          names.stream()
              .map(
                  name ->
                      new Pair(
                          name,
                          Optional.ofNullable(liveConditions.get(name)),
                          Optional.ofNullable(shadowConditions.get(name))))
              .toList(),
          fallback(live, source),
          fallback(shadow, source));
    }

    private static Map<String, Condition> conditions(RuleSet rules, MessageSource source) {
      Map<String, Condition> conditions = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      for (Route route : rules.routes()) {
        if (route.source() == source) {
          conditions.put(route.name(), Condition.of(route.condition()));
        }
      }
      return conditions;
    }

    /** Without any routes, everything goes where the fallback would send it (ROUTE-11). */
    private static boolean fallback(RuleSet rules, MessageSource source) {
      return source == MessageSource.DEVICE_MESSAGES
          && (rules.fallback() || rules.routes().isEmpty());
    }

    List<Difference> compare(Scope scope) {
      List<Difference> differences = new ArrayList<>();
      boolean takenByLive = false;
      boolean takenByShadow = false;
      for (Pair pair : pairs) {
        boolean live = matches(pair.live, scope);
        boolean shadow = matches(pair.shadow, scope);
        if (live != shadow) {
          differences.add(new Difference(pair.name, shadow));
        }
        takenByLive |= live;
        takenByShadow |= shadow;
      }
      boolean live = liveFallback && !takenByLive;
      boolean shadow = shadowFallback && !takenByShadow;
      if (live != shadow) {
        differences.add(new Difference(ShadowCount.FALLBACK, shadow));
      }
      return differences;
    }

    private static boolean matches(Optional<Condition> condition, Scope scope) {
      return condition.isPresent() && condition.get().test(scope) == Truth.TRUE;
    }
  }
}
