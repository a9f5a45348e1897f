package io.weir.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.dsl.explain.Explainer;
import io.weir.dsl.explain.Explanation;
import io.weir.dsl.explain.RouteExplanation;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("ROUTE-02..08: conditions mean what the table says")
class ConditionConformanceTest {

  static List<ConditionRow> rows() {
    return ConditionRow.all();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void rowHolds(ConditionRow row) {
    Compilation compilation = RuleFiles.compile("t", row.rules());
    if (row.error().isPresent()) {
      assertThat(compilation.hasErrors()).isTrue();
      assertThat(compilation.render()).contains(row.error().get());
      return;
    }
    assertThat(compilation.hasErrors()).as(compilation.render()).isFalse();
    RuleSet ruleSet = compilation.ruleSet().orElseThrow();
    Router router = Router.of(ruleSet);
    assertThat(verdict(router.route(TestMessage.of(row)))).isEqualTo(row.expected());
    Explanation explanation = Explainer.of(ruleSet, row.rules()).explain(TestMessage.of(row));
    assertThat(verdict(explanation.routes().get(0))).isEqualTo(row.expected());
  }

  private static String verdict(Routing routing) {
    if (!routing.undefinedRoutes().isEmpty()) {
      return "undefined";
    }
    // Of other sources than devices nothing falls back.
    return String.valueOf(!routing.fallback() && !routing.endpoints().isEmpty());
  }

  private static String verdict(RouteExplanation route) {
    return switch (route.verdict()) {
      case MATCHED -> "true";
      case NOT_MATCHED -> "false";
      case UNDEFINED -> "undefined";
      case ERROR -> "error";
    };
  }
}
