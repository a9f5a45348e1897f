package io.weir.bench;

import io.weir.dsl.Router;
import io.weir.dsl.RuleFiles;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A file of 1,000 routes, from its text to the planned rule set, in a JVM that has just started.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class RulesCompile {

  private final String text = Plant.rules(1_000);

  @Benchmark
  public Router compile() {
    return Router.of(RuleFiles.compile("plant", text).ruleSet().orElseThrow());
  }
}
