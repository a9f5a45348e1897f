package io.weir.local.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.dsl.Enrichment;
import io.weir.dsl.Route;
import io.weir.dsl.RuleSet;
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

  /** A rule set and the file that it comes from. */
  record Side(String text, RuleSet rules) {}

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

  static RuleSetDiff of(Side from, Side to) {
    return new RuleSetDiff(
        Names.of(endpointsOf(from), endpointsOf(to)),
        Names.of(routesOf(from), routesOf(to)),
        Names.of(enrichmentsOf(from), enrichmentsOf(to)),
        from.rules().fallback() != to.rules().fallback());
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

  private static Map<String, Endpoint> endpointsOf(Side side) {
    Map<String, Endpoint> named = new LinkedHashMap<>();
    side.rules().endpoints().forEach(endpoint -> named.put(endpoint.name(), endpoint));
    return named;
  }

  private static Map<String, List<String>> routesOf(Side side) {
    Map<String, List<String>> named = new LinkedHashMap<>();
    for (Route route : side.rules().routes()) {
      named.put(
          route.name(),
          List.of(
              route.source().wireName(), route.conditionText(), endpointNames(route.endpoints())));
    }
    return named;
  }

  /** Their expressions know where they stand in the file, so the text is what tells. */
  private static Map<String, String> enrichmentsOf(Side side) {
    Map<String, String> named = new LinkedHashMap<>();
    for (Enrichment enrichment : side.rules().enrichments()) {
      named.put(
          endpointNames(enrichment.endpoints()) + "." + enrichment.key(),
          side.text()
              .substring(enrichment.value().span().start(), enrichment.value().span().end()));
    }
    return named;
  }

  private static String endpointNames(List<Endpoint> endpoints) {
    return endpoints.stream().map(Endpoint::name).collect(Collectors.joining(", "));
  }
}
