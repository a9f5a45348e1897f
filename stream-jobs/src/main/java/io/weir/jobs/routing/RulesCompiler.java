package io.weir.jobs.routing;

import io.weir.device.state.RulesVersion;
import io.weir.device.state.ShadowRules;
import io.weir.device.topic.Topics;
import io.weir.dsl.Compilation;
import io.weir.dsl.RuleFiles;
import io.weir.dsl.RuleSet;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Keeps the newest version of the rules that compiles.
 *
 * <p>Versions may come again, after a restart of their writer: what is not newer than the last one
 * seen is dropped. A version that this release cannot compile changes nothing and is reported.
 */
final class RulesCompiler {

  private final Topics topics;
  private final BiConsumer<RulesVersion, String> onRefused;
  private long seen;

  /**
   * Makes a compiler.
   *
   * @param onRefused takes the version and its rendered diagnostics
   */
  RulesCompiler(Topics topics, BiConsumer<RulesVersion, String> onRefused) {
    this.topics = topics;
    this.onRefused = onRefused;
  }

  /** The table before any rules: everything goes to the built-in endpoint ({@code ROUTE-11}). */
  RoutingTable none() {
    return RoutingTable.of(0, RuleSet.EMPTY, "", topics);
  }

  /** The version's table; empty when the rules in force stay. */
  Optional<RoutingTable> compile(RulesVersion version) {
    if (version.version() <= seen) {
      return Optional.empty();
    }
    seen = version.version();
    Compilation compilation = RuleFiles.compile("rules", version.text());
    if (compilation.hasErrors()) {
      onRefused.accept(version, compilation.render());
    }
    return compilation
        .ruleSet()
        .map(rules -> RoutingTable.of(version.version(), rules, version.text(), topics));
  }

  /** A shadow's table; empty for one that this release cannot compile, which nobody waits for. */
  Optional<RoutingTable> compile(ShadowRules shadow) {
    return RuleFiles.compile("shadow", shadow.text())
        .ruleSet()
        .map(rules -> RoutingTable.of(shadow.id(), rules, shadow.text(), topics));
  }
}
