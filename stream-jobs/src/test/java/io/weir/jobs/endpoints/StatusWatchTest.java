package io.weir.jobs.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weir.device.endpoint.EndpointState;
import io.weir.device.endpoint.EndpointStatus;
import io.weir.device.endpoint.Health;
import io.weir.jobs.kafka.OutboundRecord;
import io.weir.jobs.outbox.LaneLog.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StatusWatchTest {

  private static final long T = 1_000_000;
  private static final Counts SOME = new Counts(Health.NEVER.succeeded(T), 5, 1, 0, 7);

  @Test
  void beginsWithTheFirstDelivery() {
    assertThat(status(Counts.NONE, Optional.empty(), Optional.empty(), T))
        .isEqualTo(
            new EndpointStatus("hook", "webhook", EndpointState.UNKNOWN, T, Health.NEVER, 0, 0, 0));
    assertThat(status(SOME, Optional.empty(), Optional.empty(), T))
        .isEqualTo(
            new EndpointStatus(
                "hook", "webhook", EndpointState.HEALTHY, T, SOME.health(), 5, 1, 7));
  }

  @Test
  void goesOnFromTheRunBefore() {
    EndpointStatus former =
        new EndpointStatus(
            "hook", "webhook", EndpointState.DEAD, 3, Health.NEVER.failed(1, "down"), 100, 10, 9);
    EndpointStatus idle =
        status(Counts.NONE, Optional.of(former), Optional.of(former), T + 3_600_000);
    assertThat(idle.state()).isEqualTo(EndpointState.DEAD);
    assertThat(idle.since()).isEqualTo(3);
    EndpointStatus better = status(SOME, Optional.of(former), Optional.of(idle), T);
    assertThat(better.state()).isEqualTo(EndpointState.HEALTHY);
    assertThat(better.since()).isEqualTo(T);
    assertThat(better.delivered()).isEqualTo(105);
    assertThat(better.deadLettered()).isEqualTo(11);
    assertThat(better.lag()).isEqualTo(7);
  }

  @Test
  @DisplayName("OPS-10: EndpointUnhealthy and EndpointDead, once for each change")
  void reports() throws Exception {
    List<OutboundRecord> sent = new ArrayList<>();
    EndpointReports reports = new EndpointReports("hub.operations", sent::add);
    EndpointStatus down =
        new EndpointStatus(
            "hook", "webhook", EndpointState.UNHEALTHY, T, Health.NEVER.failed(T, "503"), 0, 0, 1);
    reports.changed(EndpointState.DEGRADED, down, T);
    reports.changed(EndpointState.UNHEALTHY, down, T);
    assertThat(sent).hasSize(1);
    JsonNode report = JsonMapper.builder().build().readTree(sent.get(0).value());
    assertThat(report.path("operationName").asText()).isEqualTo("EndpointUnhealthy");
    assertThat(report.path("category").asText()).isEqualTo("Routes");
    assertThat(report.path("endpointName").asText()).isEqualTo("hook");
    assertThat(report.path("details").asText()).isEqualTo("503");
  }

  private static EndpointStatus status(
      Counts counts, Optional<EndpointStatus> former, Optional<EndpointStatus> last, long now) {
    return StatusWatch.status("hook", "webhook", counts, former, last, now);
  }
}
