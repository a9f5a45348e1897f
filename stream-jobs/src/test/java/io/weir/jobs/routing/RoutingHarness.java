package io.weir.jobs.routing;

import io.weir.jobs.kafka.OutboundRecord;
import io.weir.jobs.routing.RulesFeed.Times;
import java.time.Duration;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;

/** The routing operator of the hub {@code hub}, with rules in memory that it looks at often. */
final class RoutingHarness {

  private static final Times TIMES =
      new Times(
          Duration.ofSeconds(5),
          Duration.ofMillis(10),
          Duration.ofMillis(10),
          Duration.ofMinutes(1));

  private RoutingHarness() {}

  /** One that is to be opened and closed. */
  static OneInputStreamOperatorTestHarness<TelemetryRecord, OutboundRecord> of(
      Sources kind, ScriptedRules rules, RoutingStores stores) throws Exception {
    return new OneInputStreamOperatorTestHarness<>(
        new RoutingOperatorFactory("hub", kind, rules.sources(), rules.keepers(), stores, TIMES),
        128,
        1,
        0);
  }
}
