package io.weir.edge.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.device.endpoint.EndpointState;
import io.weir.device.endpoint.EndpointStatus;
import io.weir.device.endpoint.Health;
import io.weir.dsl.endpoint.Endpoint;
import io.weir.dsl.endpoint.EventsEndpoint;
import io.weir.dsl.endpoint.WebhookEndpoint;
import io.weir.edge.rules.Endpoints.Listing;
import io.weir.edge.rules.Endpoints.View;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EndpointsResourceTest {

  private static final Endpoint HOOK =
      new WebhookEndpoint(
          "Hook",
          URI.create("https://example.com"),
          1,
          Duration.ZERO,
          Duration.ofSeconds(1),
          Optional.empty());

  @Test
  @DisplayName("ROUTE-15: an endpoint with a sender shows what that said last")
  void status() throws Exception {
    Health health = new Health(10_000, 20_000, 5_000, "webhook: answered 503 (expected: 2xx)");
    EndpointStatus status =
        new EndpointStatus("hook", "webhook", EndpointState.UNHEALTHY, 15_000, health, 7, 2, 30);
    assertThat(shown(new View(HOOK, false, Optional.of(status)), true))
        .hasToString(
            "{\"name\":\"Hook\",\"type\":\"webhook\",\"state\":\"unhealthy\","
                + "\"since\":\"1970-01-01T00:00:15Z\",\"lastSuccess\":\"1970-01-01T00:00:05Z\","
                + "\"lastErrorTime\":\"1970-01-01T00:00:20Z\","
                + "\"lastError\":\"webhook: answered 503 (expected: 2xx)\","
                + "\"delivered\":7,\"deadLettered\":2,\"lag\":30}");
  }

  @Test
  @DisplayName("ROUTE-15: unknown before its sender said anything")
  void unknown() throws Exception {
    assertThat(shown(new View(HOOK, false, Optional.empty()), true))
        .hasToString("{\"name\":\"Hook\",\"type\":\"webhook\",\"state\":\"unknown\"}");
  }

  @Test
  void whatTheRoutingJobWritesIsAsWellAsKafka() throws Exception {
    View events = new View(EventsEndpoint.INSTANCE, true, Optional.empty());
    assertThat(shown(events, true).path("state").asText()).isEqualTo("healthy");
    assertThat(shown(events, false).path("state").asText()).isEqualTo("unhealthy");
  }

  private static JsonNode shown(View view, boolean kafka) throws Exception {
    return Json.mapper()
        .readTree(EndpointsResource.body(new Listing(1, List.of(view)), kafka))
        .at("/endpoints/0");
  }
}
