package io.weir.dsl;

import static org.assertj.core.api.Assertions.assertThat;

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
    Router router = Router.of(compilation.ruleSet().orElseThrow());
    assertThat(verdict(router.route(TestMessage.of(row)))).isEqualTo(row.expected());
  }

  private static String verdict(Routing routing) {
    if (!routing.undefinedRoutes().isEmpty()) {
      return "undefined";
    }
    // Of other sources than devices nothing falls back.
    return String.valueOf(!routing.fallback() && !routing.endpoints().isEmpty());
  }
}
