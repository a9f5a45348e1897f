package io.weir.device.endpoint;

import static io.weir.device.endpoint.EndpointState.DEAD;
import static io.weir.device.endpoint.EndpointState.DEGRADED;
import static io.weir.device.endpoint.EndpointState.HEALTHY;
import static io.weir.device.endpoint.EndpointState.UNHEALTHY;
import static io.weir.device.endpoint.EndpointState.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HealthTest {

  private static final long T = 1_000_000;
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();

  @Test
  @DisplayName("ROUTE-15: unknown before the first message, healthy after it")
  void healthy() {
    assertThat(Health.NEVER.state(T)).isEqualTo(UNKNOWN);
    assertThat(Health.NEVER.succeeded(T).state(T)).isEqualTo(HEALTHY);
    assertThat(Health.NEVER.succeeded(T).state(T + 24 * HOUR)).isEqualTo(HEALTHY);
  }

  @Test
  @DisplayName("ROUTE-15: failing is degraded, unhealthy after ten seconds, dead after an hour")
  void failing() {
    Health failing = Health.NEVER.succeeded(T - 1).failed(T, "first").failed(T + 9_000, "second");
    assertThat(failing.state(T + 9_999)).isEqualTo(DEGRADED);
    assertThat(failing.state(T + 10_000)).isEqualTo(UNHEALTHY);
    assertThat(failing.state(T + HOUR)).isEqualTo(UNHEALTHY);
    assertThat(failing.state(T + HOUR + 1)).isEqualTo(DEAD);
    assertThat(failing.lastError()).isEqualTo("second");
  }

  @Test
  @DisplayName("ROUTE-15: an endpoint that takes messages again is degraded for a minute")
  void recovering() {
    Health back = Health.NEVER.failed(T, "down").succeeded(T + 2 * HOUR);
    assertThat(back.state(T + 2 * HOUR)).isEqualTo(HEALTHY);
    Health soon = Health.NEVER.failed(T, "down").succeeded(T + 1);
    assertThat(soon.state(T + MINUTE - 1)).isEqualTo(DEGRADED);
    assertThat(soon.state(T + MINUTE)).isEqualTo(HEALTHY);
  }

  @Test
  void refusalsAreNoFailure() {
    Health refusing = Health.NEVER.failed(T, "down").troubled(T + 1, "400");
    assertThat(refusing.state(T + 20_000)).isEqualTo(DEGRADED);
    assertThat(refusing.lastError()).isEqualTo("400");
  }

  @Test
  void theWholeFailsAsLongAsAPartDoes() {
    Health good = Health.NEVER.succeeded(T + 5);
    Health bad = Health.NEVER.failed(T, "down");
    assertThat(good.and(bad)).isEqualTo(bad.and(good));
    assertThat(good.and(bad)).isEqualTo(new Health(T, T, T + 5, "down"));
    assertThat(Health.NEVER.and(Health.NEVER)).isEqualTo(Health.NEVER);
  }

  @Test
  void aRestartEndsNoFailure() {
    Health before = Health.NEVER.failed(T, "down");
    assertThat(Health.NEVER.since(before)).isEqualTo(before);
    assertThat(Health.NEVER.failed(T + HOUR, "still").since(before))
        .isEqualTo(new Health(T, T + HOUR, Health.NOT_YET, "still"));
    assertThat(Health.NEVER.succeeded(T + 9).since(before))
        .isEqualTo(new Health(Health.NOT_YET, T, T + 9, "down"));
  }
}
