package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The limits of twins are a setting of the hub. */
@HubTest
@Order(93)
class TwinLimitsTest {
  private static final String ARRAY = "{\"tags\":{\"list\":[1,2]}}";
  private static final String DEEP =
      "{\"tags\":" + "{\"a\":".repeat(6) + "{\"b\":1}" + "}".repeat(7);
  private static final String LARGE =
      "{\"properties\":{\"desired\":{\"a\":\"%1$s\",\"b\":\"%1$s\",\"c\":\"%1$s\"}}}"
          .formatted("x".repeat(3_000));

  private final Hub hub = Hub.shared();
  private final ServiceApi api = new ServiceApi(hub);

  @Test
  @DisplayName(
      "TWIN-07 TWIN-08: the limits of 2017 by configuration, kept when the hub starts again")
  void limitsOf2017() {
    api.createDevice("limits-2017");
    restart("--twin-limits", "2017");
    try {
      for (String body : new String[] {ARRAY, DEEP, LARGE}) {
        HttpResponse<String> refused = patch(body);
        assertThat(refused.statusCode()).as(body).isEqualTo(400);
        assertThat(refused.body()).contains("ErrorCode:ArgumentInvalid;");
      }
      restart();
      assertThat(patch(ARRAY).statusCode()).as("as before").isEqualTo(400);
      assertThat(patch("{\"tags\":{\"a\":1}}").statusCode()).isEqualTo(200);
    } finally {
      restart("--twin-limits", "current");
    }
    for (String body : new String[] {ARRAY, DEEP, LARGE}) {
      assertThat(patch(body).statusCode()).as(body).isEqualTo(200);
    }
  }

  private void restart(String... options) {
    hub.down();
    hub.up(options);
    hub.awaitReady();
  }

  private HttpResponse<String> patch(String body) {
    return api.send("PATCH", "/twins/limits-2017", body, Map.of());
  }
}
