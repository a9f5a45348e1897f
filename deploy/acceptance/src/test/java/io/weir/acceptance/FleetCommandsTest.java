package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** {@code weir simulate} and {@code weir demo} on a hub that is in use. */
@HubTest
@ResourceLock(Rules.LOCK)
@Order(69)
class FleetCommandsTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String RULES =
      """
      endpoint own kafka { topic = 'fleet-own' }

      route own
        from DeviceMessages
        where plant = 'nobody'
        to own
      """;

  private final Hub hub = Hub.shared();

  @AfterAll
  static void withoutRoutes() {
    Rules.apply(Hub.shared(), "none.weir", "fallback on\n");
  }

  @Test
  @DisplayName(
      "simulate: each message of a fleet over TLS is acknowledged; its identities go again")
  void simulates() {
    JsonNode result =
        Json.parse(
            hub.launch(
                    LIMIT,
                    "simulate",
                    "--devices",
                    "5",
                    "--rate",
                    "50",
                    "--seconds",
                    "3",
                    "--prefix",
                    "fleet-sim",
                    "-o",
                    "json")
                .succeeded()
                .stdout());

    assertThat(result.path("sent").asLong()).isGreaterThan(100);
    assertThat(result.path("acknowledged")).isEqualTo(result.path("sent"));
    assertThat(result.path("unacknowledged").asLong()).isZero();
    assertThat(hub.weir("device-identity", "show", "-d", "fleet-sim-00001").exitCode())
        .isEqualTo(1);
  }

  @Test
  @DisplayName("demo: accounts for every message, and leaves the rules as they were")
  void demonstrates() {
    Rules.apply(hub, "own.weir", RULES);

    JsonNode result =
        Json.parse(
            hub.launch(
                    LIMIT,
                    "demo",
                    "--devices",
                    "10",
                    "--rate",
                    "50",
                    "--seconds",
                    "6",
                    "--prefix",
                    "fleet-demo",
                    "-o",
                    "json")
                .succeeded()
                .stdout());

    assertThat(result.path("acknowledged").asLong()).isGreaterThan(200);
    assertThat(result.path("acknowledged")).isEqualTo(result.path("sent"));
    assertThat(result.at("/routed/events")).isEqualTo(result.path("sent"));
    assertThat(result.path("lost").asLong()).isZero();
    assertThat(result.path("misrouted").asLong()).isZero();
    assertThat(hub.weir("rules", "show").succeeded().stdout()).isEqualTo(RULES);
    assertThat(hub.weir("device-identity", "show", "-d", "fleet-demo-00001").exitCode())
        .isEqualTo(1);
  }
}
