package io.weir.bench;

import io.weir.dsl.Router;
import io.weir.dsl.Routing;
import io.weir.dsl.RuleFiles;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One message through a rule set, its body still to be read. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RulesScale {

  private static final int MESSAGES = 4_096;

  @Param({"10", "100", "1000", "10000"})
  public int routes;

  private List<BenchMessage> messages;
  private Router router;
  private int next;

  @Setup
  public void setUp() {
    messages = Plant.messages(MESSAGES);
    router = Router.of(RuleFiles.compile("plant", Plant.rules(routes)).ruleSet().orElseThrow());
  }

  @Benchmark
  public Routing route() {
    next = (next + 1) % MESSAGES;
    return router.route(messages.get(next));
  }
}
