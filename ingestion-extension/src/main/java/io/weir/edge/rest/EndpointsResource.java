package io.weir.edge.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.device.endpoint.EndpointKind;
import io.weir.device.endpoint.EndpointState;
import io.weir.device.endpoint.EndpointStatus;
import io.weir.device.endpoint.Health;
import io.weir.edge.config.EdgeConfig.Right;
import io.weir.edge.node.NodeHealth;
import io.weir.edge.rules.Endpoints;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * {@code /weir/endpoints}: {@code {"version", "endpoints": [{"name", "type", "state", ...}]}} with
 * the states of ROUTE-15. An endpoint that has a sender shows {@code since}, {@code delivered},
 * {@code deadLettered} and {@code lag}, and {@code lastSuccess}, {@code lastError} and {@code
 * lastErrorTime} when there were any. What the routing job writes itself is as well as the hub's
 * own Kafka.
 */
final class EndpointsResource implements Resource {

  private final Access access;
  private final Endpoints endpoints;
  private final Supplier<CompletionStage<NodeHealth.Health>> health;

  EndpointsResource(
      Access access, Endpoints endpoints, Supplier<CompletionStage<NodeHealth.Health>> health) {
    this.access = access;
    this.endpoints = endpoints;
    this.health = health;
  }

  @Override
  public CompletionStage<RestResponse> handle(RestRequest request) {
    if (!request.method().equals("GET")) {
      throw Resource.notAllowed();
    }
    access.requireRight(request, Right.SERVICE_CONNECT);
    return endpoints
        .list()
        .thenCombine(
            health.get(), (listing, node) -> RestResponse.json(200, body(listing, node.kafka())));
  }

  static String body(Endpoints.Listing listing, boolean kafka) {
    return Json.object(
        json -> {
          json.put("version", listing.version());
          ArrayNode all = json.putArray("endpoints");
          listing.endpoints().forEach(view -> describe(all.addObject(), view, kafka));
        });
  }

  private static void describe(ObjectNode json, Endpoints.View view, boolean kafka) {
    json.put("name", view.endpoint().name());
    json.put("type", EndpointKind.of(view.endpoint()).wireName());
    if (view.direct()) {
      EndpointState state = kafka ? EndpointState.HEALTHY : EndpointState.UNHEALTHY;
      json.put("state", state.wireName());
    } else if (view.status().isEmpty()) {
      json.put("state", EndpointState.UNKNOWN.wireName());
    } else {
      describe(json, view.status().get());
    }
  }

  private static void describe(ObjectNode json, EndpointStatus status) {
    Health health = status.health();
    json.put("state", status.state().wireName());
    putTime(json, "since", status.since());
    putTime(json, "lastSuccess", health.lastSuccess());
    putTime(json, "lastErrorTime", health.lastTrouble());
    if (!health.lastError().isEmpty()) {
      json.put("lastError", health.lastError());
    }
    json.put("delivered", status.delivered());
    json.put("deadLettered", status.deadLettered());
    json.put("lag", status.lag());
  }

  private static void putTime(ObjectNode json, String name, long millis) {
    if (millis != Health.NOT_YET) {
      json.put(name, Instant.ofEpochMilli(millis).toString());
    }
  }
}
