package io.weir.jobs.endpoints;

import io.weir.device.endpoint.EndpointState;
import io.weir.device.endpoint.EndpointStatus;
import io.weir.device.error.HubError;
import io.weir.jobs.kafka.OperationsRecord;
import io.weir.jobs.kafka.OutboundRecord;
import java.util.function.Consumer;

/** What there is to say of endpoints on {@code operations} ({@code OPS-07}, {@code OPS-10}). */
final class EndpointReports {

  private static final String CATEGORY = "Routes";

  private final String topic;
  private final Consumer<OutboundRecord> sink;

  EndpointReports(String topic, Consumer<OutboundRecord> sink) {
    this.topic = topic;
    this.sink = sink;
  }

  /** Says it when an endpoint comes to take nothing any more. */
  void changed(EndpointState before, EndpointStatus now, long time) {
    if (now.state() == before) {
      return;
    }
    if (now.state() == EndpointState.UNHEALTHY) {
      say("EndpointUnhealthy", "The endpoint takes nothing; the hub goes on trying.", now, time);
    } else if (now.state() == EndpointState.DEAD) {
      say("EndpointDead", "The endpoint has taken nothing for an hour.", now, time);
    }
  }

  private void say(String operation, String description, EndpointStatus status, long time) {
    sink.accept(
        new OperationsRecord(
                time,
                operation,
                CATEGORY,
                HubError.SERVICE_UNAVAILABLE.code(),
                HubError.SERVICE_UNAVAILABLE.wireName(),
                description,
                null,
                new OperationsRecord.Route(
                    null, null, status.name(), status.health().lastError(), null))
            .to(topic));
  }
}
