package io.weir.local.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.dsl.Enrichment;
import io.weir.dsl.Route;
import io.weir.dsl.RuleSet;
import io.weir.dsl.check.Meanings;
import io.weir.dsl.endpoint.Endpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What one rule set has that another has not, by name. Comments, white space between statements and
 * their order make no difference.
 */
record RuleSetDiff(Names endpoints, Names routes, Names enrichments, boolean fallback) {

  /** Names of one kind of statement; a name that is on both sides and means another is changed. */
  record Names(List<String> added, List<String> removed, List<String> changed) {

    /** Of what stands for each name. */
    private static Names of(Map<String, ?> from, Map<String, ?> to) {
      Map<String, Object> before = caseless(from);
      Map<String, Object> after = caseless(to);
      return new Names(
          names(to, name -> !before.containsKey(name)),
          names(from, name -> !after.containsKey(name)),
          names(to, name -> before.containsKey(name) && !before.get(name).equals(after.get(name))));
    }

    private static Map<String, Object> caseless(Map<String, ?> named) {
      Map<String, Object> caseless = new LinkedHashMap<>();
      named.forEach((name, value) -> caseless.put(name.toLowerCase(Locale.ROOT), value));
      return caseless;
    }

    private static List<String> names(Map<String, ?> named, Predicate<String> wanted) {
      return named.keySet().stream()
          .filter(name -> wanted.test(name.toLowerCase(Locale.ROOT)))
          .toList();
    }

    private void print(List<String> lines, String noun) {
      added.forEach(name -> lines.add(noun + " " + name + " added"));
      removed.forEach(name -> lines.add(noun + " " + name + " removed"));
      changed.forEach(name -> lines.add(noun + " " + name + " changed"));
    }

    private void describe(ObjectNode target) {
      fill(target.putArray("added"), added);
      fill(target.putArray("removed"), removed);
      fill(target.putArray("changed"), changed);
    }

    private static void fill(ArrayNode target, List<String> names) {
      names.forEach(target::add);
    }
  }

  /**
   * Routes and enrichments are compared by what they mean, with named conditions in their places.
   */
  static RuleSetDiff of(RuleSet from, RuleSet to) {
    Meanings meanings = new Meanings();
    return new RuleSetDiff(
        Names.of(endpointsOf(from), endpointsOf(to)),
        Names.of(routesOf(from, meanings), routesOf(to, meanings)),
        Names.of(enrichmentsOf(from, meanings), enrichmentsOf(to, meanings)),
        from.fallback() != to.fallback());
  }

  /** {@code route hot changed}, one line each; empty when only the text differs. */
  List<String> inWords() {
    List<String> lines = new ArrayList<>();
    endpoints.print(lines, "endpoint");
    routes.print(lines, "route");
    enrichments.print(lines, "enrichment");
    if (fallback) {
      lines.add("fallback changed");
    }
    return lines;
  }

  /**
   * {@code {"endpoints": {"added", "removed", "changed"}, "routes", "enrichments", "fallback"}}.
   */
  void describe(ObjectNode target) {
    endpoints.describe(target.putObject("endpoints"));
    routes.describe(target.putObject("routes"));
    enrichments.describe(target.putObject("enrichments"));
    target.put("fallback", fallback);
  }

  private static Map<String, Endpoint> endpointsOf(RuleSet rules) {
    Map<String, Endpoint> named = new LinkedHashMap<>();
    rules.endpoints().forEach(endpoint -> named.put(endpoint.name(), endpoint));
    return named;
  }

  private static Map<String, List<Object>> routesOf(RuleSet rules, Meanings meanings) {
    Map<String, List<Object>> named = new LinkedHashMap<>();
    for (Route route : rules.routes()) {
      named.put(
          route.name(),
          List.of(
              route.source(), meanings.of(route.condition()), endpointNames(route.endpoints())));
    }
    return named;
  }

  private static Map<String, Integer> enrichmentsOf(RuleSet rules, Meanings meanings) {
    Map<String, Integer> named = new LinkedHashMap<>();
    for (Enrichment enrichment : rules.enrichments()) {
      named.put(
          endpointNames(enrichment.endpoints()) + "." + enrichment.key(),
          meanings.of(enrichment.value()));
    }
    return named;
  }

  private static String endpointNames(List<Endpoint> endpoints) {
    return endpoints.stream().map(Endpoint::name).collect(Collectors.joining(", "));
  }
}
