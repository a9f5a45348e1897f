package io.weir.dsl.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.dsl.Lines;
import io.weir.dsl.Route;
import io.weir.dsl.Router;
import io.weir.dsl.Routing;
import io.weir.dsl.RuleSet;
import io.weir.dsl.endpoint.Endpoint;
import io.weir.dsl.message.Message;
import io.weir.dsl.plan.Reads;
import io.weir.dsl.value.Truth;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Says why messages go where they go: judges as the {@link Router} does, and tells what decided.
 * Immutable and thread-safe; made for people, not for speed.
 */
public final class Explainer {

  private final RuleSet ruleSet;
  private final Router router;
  private final String text;
  private final Lines lines;

  private Explainer(RuleSet ruleSet, String text) {
    this.ruleSet = ruleSet;
    this.router = Router.of(ruleSet);
    this.text = text;
    this.lines = new Lines(text);
  }

  /**
   * Explains by a rule set.
   *
   * @param text the file that the rule set was compiled of, which explanations quote
   */
  public static Explainer of(RuleSet ruleSet, String text) {
    return new Explainer(ruleSet, text);
  }

  /** Explains one message; never throws for what it holds. */
  public Explanation explain(Message message) {
    Routing routing = router.route(message);
    List<Route> asked =
        ruleSet.routes().stream().filter(route -> route.source() == message.source()).toList();
    Evaluation evaluation = new Evaluation(message);
    return new Explanation(
        asked.stream().map(route -> explain(route, evaluation)).toList(),
        names(routing.endpoints()),
        routing.fallback(),
        asked.stream().anyMatch(Explainer::readsTwin)
            ? version(message.twin())
            : OptionalLong.empty());
  }

  private RouteExplanation explain(Route route, Evaluation evaluation) {
    Witness witness = new Witness(evaluation, text);
    List<String> endpoints = names(route.endpoints());
    try {
      Truth truth = evaluation.truth(route.condition());
      Decision decision = Decision.of(route.condition(), evaluation);
      Because because =
          new Because(
              witness.result(decision.expression()),
              lines.position(decision.expression().span().start()),
              witness.saw(decision.parts()));
      return new RouteExplanation(route.name(), endpoints, Verdict.of(truth), because);
    } catch (RuntimeException e) {
      // What a message holds must not hide what the other routes made of it.
      Seen failed =
          new Seen(
              witness.written(route.condition()),
              Optional.empty(),
              Optional.of("the evaluation failed: " + e));
      Lines.Position start = lines.position(route.condition().span().start());
      return new RouteExplanation(
          route.name(), endpoints, Verdict.ERROR, new Because(failed, start, List.of()));
    }
  }

  private static boolean readsTwin(Route route) {
    return !Reads.of(route.condition()).twin().isEmpty();
  }

  private static OptionalLong version(JsonNode twin) {
    JsonNode version = twin == null ? null : twin.get("version");
    return version != null && version.canConvertToLong()
        ? OptionalLong.of(version.longValue())
        : OptionalLong.empty();
  }

  private static List<String> names(List<Endpoint> endpoints) {
    return endpoints.stream().map(Endpoint::name).toList();
  }
}
