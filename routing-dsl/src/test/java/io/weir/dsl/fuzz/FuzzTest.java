package io.weir.dsl.fuzz;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The fuzz target. {@code -Dweir.fuzz.seconds=60} gives it a minute, shared by what it feeds;
 * {@code -Dweir.fuzz.seed=N} repeats the inputs of a run that failed.
 */
@DisplayName("No input throws, hangs or takes memory without bound")
class FuzzTest {

  private static final long SECONDS = Long.getLong("weir.fuzz.seconds", 4);
  private static final long SEED = Long.getLong("weir.fuzz.seed", System.nanoTime());

  @ParameterizedTest
  @EnumSource
  void everyInputIsTaken(FuzzTarget target) throws InterruptedException {
    Duration budget = Duration.ofSeconds(SECONDS).dividedBy(FuzzTarget.values().length);
    new FuzzRun(target.name(), target.seeds(), target::take, SEED, budget).await();
  }
}
