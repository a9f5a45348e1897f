package io.weir.jobs.endpoints;

import io.weir.device.endpoint.EndpointStatus;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import org.apache.flink.metrics.MetricGroup;

/**
 * The status of endpoints as metrics: {@code endpoint.NAME.delivered}, {@code deadLettered}, {@code
 * lag} and {@code state} (0 unknown, 1 healthy, 2 degraded, 3 unhealthy, 4 dead).
 */
final class EndpointMetrics {

  private final MetricGroup group;
  private final Map<String, EndpointStatus> latest = new ConcurrentHashMap<>();

  EndpointMetrics(MetricGroup group) {
    this.group = group;
  }

  void show(EndpointStatus status) {
    if (latest.put(status.name(), status) == null) {
      MetricGroup own = group.addGroup("endpoint", status.name());
      gauge(own, "delivered", status.name(), EndpointStatus::delivered);
      gauge(own, "deadLettered", status.name(), EndpointStatus::deadLettered);
      gauge(own, "lag", status.name(), EndpointStatus::lag);
      gauge(own, "state", status.name(), shown -> shown.state().level());
    }
  }

  private void gauge(
      MetricGroup own, String metric, String name, ToLongFunction<EndpointStatus> value) {
    own.gauge(metric, () -> value.applyAsLong(latest.get(name)));
  }
}
