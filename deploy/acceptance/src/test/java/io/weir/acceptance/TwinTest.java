package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.acceptance.ServiceApi.Device;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Twins on the wire, without an SDK between: what SDKs hide or never do. */
@HubTest
class TwinTest {
  private static final String DESIRED = "$iothub/twin/PATCH/properties/desired/#";
  private static final String RESPONSES = "$iothub/twin/res/#";

  private final Hub hub = Hub.shared();
  private final ServiceApi api = new ServiceApi(hub);
  private final SSLContext tls = Trust.inHub(hub);

  @Test
  @DisplayName("TWIN-01 TWIN-02 REST-10 REST-57: a new device has a new twin")
  void newTwin() {
    api.createDevice("twin-new");
    HttpResponse<String> answer = get("twin-new");
    JsonNode twin = Json.parse(answer.body());
    assertThat(answer.headers().firstValue("ETag")).contains("\"AAAAAAAAAAE=\"");
    assertThat(twin.path("etag").asText()).isEqualTo("AAAAAAAAAAE=");
    assertThat(twin.path("version").asInt()).isEqualTo(2);
    assertThat(twin.path("tags")).isEmpty();
    for (String section : List.of("desired", "reported")) {
      assertThat(twin.at("/properties/" + section + "/$version").asInt()).isEqualTo(1);
      assertThat(twin.at("/properties/" + section + "/$metadata/$lastUpdated").isTextual())
          .isTrue();
    }
    assertThat(get("twin-nobody").statusCode()).isEqualTo(404);
    assertThat(get("twin-nobody").headers().firstValue("iothub-errorcode"))
        .contains("DeviceNotFound");
  }

  @Test
  @DisplayName("TWIN-02 TWIN-04 TWIN-10: what was written is read, byte for byte")
  void exactValues() {
    api.createDevice("twin-exact");
    String text =
        "{\"tags\":{\"when\":\"2026-01-01T00:00:00+01:00\",\"price\":1.10,\"gone\":null},"
            + "\"properties\":{\"desired\":{\"tiny\":0.1000000000000000055,"
            + "\"max\":4503599627370495,\"list\":[1,\"a\",{\"b\":true}],\"u\":\"\\ud83d\\ude00\"}}}";
    HttpResponse<String> answer = send("PATCH", "twin-exact", text, Map.of());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    for (String body : List.of(answer.body(), get("twin-exact").body())) {
      assertThat(body)
          .contains("\"tags\":{\"when\":\"2026-01-01T00:00:00+01:00\",\"price\":1.10}")
          .contains("\"tiny\":0.1000000000000000055,\"max\":4503599627370495")
          .contains("\"list\":[1,\"a\",{\"b\":true}],\"u\":\"\ud83d\ude00\"")
          .contains("\"$version\":2");
      assertThat(Json.parse(body).path("version").asInt()).isEqualTo(3);
      assertThat(
              Json.parse(body).at("/properties/desired/$metadata/max/$lastUpdatedVersion").asInt())
          .isEqualTo(2);
    }
  }

  @Test
  @DisplayName("TWIN-05 TWIN-08: the largest twin is sent back whole, with all its metadata")
  void largestTwin() {
    api.createDevice("twin-largest");
    String names =
        IntStream.range(0, 8_000)
            .mapToObj(i -> "\"" + Integer.toString(46_656 + i, 36).substring(1) + "\":{}")
            .collect(Collectors.joining(","));
    String desired = "{\"properties\":{\"desired\":{" + names + "}}}";
    assertThat(send("PATCH", "twin-largest", desired, Map.of()).statusCode()).isEqualTo(200);
    String whole = get("twin-largest").body();
    assertThat(whole).hasSizeGreaterThan(512 * 1024).contains(names);

    HttpResponse<String> replaced = send("PUT", "twin-largest", whole, Map.of());

    assertThat(replaced.statusCode()).as(replaced.body()).isEqualTo(200);
    assertThat(get("twin-largest").body()).contains(names);
  }

  @Test
  @DisplayName("TWIN-05 TWIN-06 TWIN-11 REST-51: replace, empty, and each spelling of If-Match")
  void replaceAndEtags() {
    api.createDevice("twin-etag");
    String etag = "AAAAAAAAAAE=";
    for (String spelling : List.of("\"" + etag + "\"", "\"*\"", "*")) {
      assertThat(
              send("PATCH", "twin-etag", "{\"tags\":{\"a\":1}}", Map.of("If-Match", spelling))
                  .statusCode())
          .isEqualTo(200);
    }
    HttpResponse<String> stale =
        send("PUT", "twin-etag", "{\"tags\":{\"a\":2}}", Map.of("If-Match", etag));
    assertThat(stale.statusCode()).isEqualTo(412);
    assertThat(stale.headers().firstValue("iothub-errorcode")).contains("PreconditionFailed");

    assertThat(
            send(
                    "PUT",
                    "twin-etag",
                    "{\"tags\":{\"b\":2},\"properties\":{\"desired\":{\"x\":{\"y\":1}}}}",
                    Map.of())
                .body())
        .contains("\"tags\":{\"b\":2}")
        .contains("\"desired\":{\"x\":{\"y\":1},");
    String emptied =
        send("PATCH", "twin-etag", "{\"properties\":{\"desired\":null}}", Map.of()).body();
    assertThat(emptied).contains("\"tags\":{\"b\":2}").contains("\"desired\":{\"$metadata\"");
  }

  @Test
  @DisplayName(
      "TWIN-07 TWIN-08 TWIN-09: what is too large, too deep or out of range changes nothing")
  void limits() {
    api.createDevice("twin-limits");
    String before = get("twin-limits").body();
    List<String> bad =
        List.of(
            "[1]",
            "\"text\"",
            "{\"tags\":",
            "{\"tags\":{\"a\":1,\"a\":2}}",
            "{\"tags\":5}",
            "{\"tags\":{\"a.b\":1}}",
            "{\"tags\":{\"$a\":1}}",
            "{\"tags\":{\"a b\":1}}",
            "{\"tags\":{\"a\":4503599627370496}}",
            "{\"tags\":{\"a\":1e999}}",
            "{\"tags\":{\"a\":\"" + "x".repeat(4_097) + "\"}}",
            "{\"tags\":" + "{\"a\":".repeat(11) + "{}" + "}".repeat(12),
            "{\"tags\":" + "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_001),
            "{\"tags\":{"
                + "\"a\":\""
                + "x".repeat(4_000)
                + "\",\"b\":\""
                + "x".repeat(4_000)
                + "\",\"c\":\""
                + "x".repeat(200)
                + "\"}}");
    for (String body : bad) {
      HttpResponse<String> answer = send("PATCH", "twin-limits", body, Map.of());
      assertThat(answer.statusCode())
          .as(body.substring(0, Math.min(60, body.length())))
          .isEqualTo(400);
      assertThat(answer.body()).contains("ErrorCode:ArgumentInvalid;");
    }
    assertThat(get("twin-limits").body()).isEqualTo(before);
  }

  @Test
  @DisplayName(
      "MQTT-30..35: get and patch over MQTT, the answer after the PUBACK, errors as status")
  void requestsOfADevice() throws Exception {
    Device device = api.createDevice("twin-mqtt");
    try (MqttSocket socket = MqttSocket.connected(hub, tls, device)) {
      subscribe(socket, RESPONSES);
      socket.publish("$iothub/twin/GET/?$rid=a%20b", new byte[0], 1, false, 9);
      assertThat(socket.read().type()).isEqualTo(MqttSocket.PUBACK);
      MqttSocket.Packet twin = socket.read();
      assertThat(twin.topic()).isEqualTo("$iothub/twin/res/200/?$rid=a%20b");
      assertThat(twin.payload(0))
          .isEqualTo("{\"desired\":{\"$version\":1},\"reported\":{\"$version\":1}}");

      assertThat(request(socket, patch("$rid=1"), "{\"t\":20.50,\"n\":null}"))
          .isEqualTo("$iothub/twin/res/204/?$rid=1&$version=2");
      assertThat(request(socket, patch("$rid=2&$version=2"), "{\"u\":1}"))
          .isEqualTo("$iothub/twin/res/204/?$rid=2&$version=3");
      assertThat(request(socket, patch("$rid=3&$version=2"), "{\"u\":2}"))
          .isEqualTo("$iothub/twin/res/412/?$rid=3");
      assertThat(request(socket, patch("$rid=4&$version=x"), "{\"u\":2}"))
          .isEqualTo("$iothub/twin/res/400/?$rid=4");
      for (String bad :
          List.of("", "7", "{", "[1]", "{\"a$\":1}", "{\"a\":" + Long.MAX_VALUE + "}")) {
        assertThat(request(socket, patch("$rid=5"), bad))
            .as(bad)
            .isEqualTo("$iothub/twin/res/400/?$rid=5");
      }
      assertThat(Json.parse(get("twin-mqtt").body()).at("/properties/reported/$version").asInt())
          .isEqualTo(3);
      assertThat(get("twin-mqtt").body()).contains("\"t\":20.50,\"u\":1");
    }
  }

  @Test
  @DisplayName("MQTT-36 MQTT-37: changes are told in order, with their nulls and versions")
  void notifications() throws Exception {
    Device device = api.createDevice("twin-told");
    try (MqttSocket socket = MqttSocket.connected(hub, tls, device)) {
      send("PATCH", "twin-told", desired("{\"before\":1}"), Map.of());
      subscribe(socket, DESIRED);
      send("PATCH", "twin-told", desired("{\"a\":{\"b\":1.10},\"before\":null}"), Map.of());
      send("PATCH", "twin-told", "{\"tags\":{\"not\":\"for devices\"}}", Map.of());
      send("PUT", "twin-told", desired("{\"c\":null,\"d\":2}"), Map.of());
      MqttSocket.Packet first = socket.readAndAcknowledge();
      assertThat(first.topic()).isEqualTo("$iothub/twin/PATCH/properties/desired/?$version=3");
      assertThat(first.payload(1)).isEqualTo("{\"a\":{\"b\":1.10},\"before\":null,\"$version\":3}");
      MqttSocket.Packet second = socket.readAndAcknowledge();
      assertThat(second.topic()).isEqualTo("$iothub/twin/PATCH/properties/desired/?$version=4");
      assertThat(second.payload(1)).isEqualTo("{\"d\":2,\"$version\":4}");
    }
  }

  @Test
  @DisplayName("MQTT-25: a session goes on after a reconnect without a new subscription")
  void sessionsAreRestored() throws Exception {
    Device device = api.createDevice("twin-session");
    try (MqttSocket socket = MqttSocket.resumed(hub, tls, device)) {
      subscribe(socket, DESIRED);
    }
    try (MqttSocket socket = MqttSocket.resumed(hub, tls, device)) {
      send("PATCH", "twin-session", desired("{\"a\":1}"), Map.of());
      assertThat(socket.read().topic()).endsWith("desired/?$version=2");
    }
    send("PATCH", "twin-session", desired("{\"a\":2}"), Map.of());
    try (MqttSocket socket = MqttSocket.resumed(hub, tls, device)) {
      send("PATCH", "twin-session", desired("{\"a\":3}"), Map.of());
      assertThat(socket.read().topic())
          .as("what came while nobody was there is not queued")
          .endsWith("desired/?$version=4");
    }
  }

  @Test
  @DisplayName("TWIN-11: of many writers with one etag exactly one wins")
  void oneWriterWins() throws Exception {
    api.createDevice("twin-race");
    ExecutorService writers = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < 5; round++) {
        String etag = Json.parse(get("twin-race").body()).path("etag").asText();
        List<Callable<Integer>> race = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          String body = desired("{\"winner\":" + i + "}");
          race.add(
              () ->
                  send("PATCH", "twin-race", body, Map.of("If-Match", "\"" + etag + "\""))
                      .statusCode());
        }
        List<Integer> codes = new ArrayList<>();
        for (Future<Integer> code : writers.invokeAll(race)) {
          codes.add(code.get());
        }
        assertThat(codes).containsOnly(200, 412).containsOnlyOnce(200);
      }
    } finally {
      writers.shutdownNow();
    }
  }

  @Test
  @DisplayName("REST-06..09 REST-13..15 REG-09: modules have identities and twins of their own")
  void modules() {
    api.createDevice("twin-modules");
    String path = "/devices/twin-modules/modules/m";
    ObjectNode module =
        Json.object().put("deviceId", "twin-modules").put("moduleId", "m").put("managedBy", "me");
    HttpResponse<String> created = api.send("PUT", path, module.toString(), Map.of());
    assertThat(created.statusCode()).as(created.body()).isEqualTo(200);
    assertThat(Json.parse(created.body()).path("managedBy").asText()).isEqualTo("me");
    assertThat(api.send("PUT", path, module.toString(), Map.of()).statusCode()).isEqualTo(409);
    assertThat(Json.parse(api.send("GET", "/devices/twin-modules/modules", null, Map.of()).body()))
        .hasSize(1);
    String twin = "/twins/twin-modules/modules/m";
    assertThat(api.send("PATCH", twin, desired("{\"a\":1}"), Map.of()).body())
        .contains("\"moduleId\":\"m\"")
        .contains("\"desired\":{\"a\":1,");
    assertThat(get("twin-modules").body()).doesNotContain("\"a\":1");
    assertThat(api.send("DELETE", path, null, Map.of()).statusCode()).isEqualTo(204);
    HttpResponse<String> gone = api.send("GET", twin, null, Map.of());
    assertThat(gone.statusCode()).isEqualTo(404);
    assertThat(gone.headers().firstValue("iothub-errorcode")).contains("ModuleNotFound");
  }

  @Test
  @DisplayName("REST-05 REG-05 REG-06: bulk writes say which lines failed")
  void bulk() {
    String lines =
        "[{\"id\":\"lines-1\",\"importMode\":\"create\",\"tags\":{\"hall\":1}},"
            + "{\"id\":\"lines-2\",\"importMode\":\"update\"},"
            + "{\"id\":\"lines 3\",\"importMode\":\"create\"},"
            + "{\"id\":\"lines-4\",\"importMode\":\"create\",\"tags\":{\"a.b\":1}},"
            + "{\"id\":\"lines-5\",\"importMode\":\"explode\"},"
            + "{\"id\":\"lines-1-too\"}]";
    HttpResponse<String> answer = api.send("POST", "/devices", lines, Map.of());
    assertThat(answer.statusCode()).isEqualTo(400);
    JsonNode result = Json.parse(answer.body());
    assertThat(result.path("isSuccessful").asBoolean()).isFalse();
    assertThat(result.path("errors").findValuesAsText("deviceId"))
        .containsExactly("lines-2", "lines 3", "lines-4", "lines-5");
    assertThat(result.path("errors").findValuesAsText("errorCode"))
        .containsExactly("DeviceNotFound", "ArgumentInvalid", "ArgumentInvalid", "ArgumentInvalid");
    assertThat(result.path("errors").findValuesAsText("operation"))
        .containsExactly("update", "create", "create", "explode");
    assertThat(get("lines-1-too").statusCode()).isEqualTo(200);
    assertThat(get("lines-1").body()).contains("\"tags\":{\"hall\":1}");
    String good = "[{\"id\":\"lines-1\",\"importMode\":\"updateTwin\",\"tags\":{\"b\":2}}]";
    assertThat(api.send("POST", "/devices", good, Map.of()).body())
        .contains("\"isSuccessful\":true");
    assertThat(get("lines-1").body()).contains("\"tags\":{\"hall\":1,\"b\":2}");
  }

  @Test
  @DisplayName("REST-19 REST-20: statistics count")
  void statistics() {
    api.createDevice("twin-counted");
    JsonNode devices = Json.parse(api.send("GET", "/statistics/devices", null, Map.of()).body());
    assertThat(devices.path("totalDeviceCount").asInt())
        .isPositive()
        .isEqualTo(
            devices.path("enabledDeviceCount").asInt()
                + devices.path("disabledDeviceCount").asInt());
    assertThat(
            Json.parse(api.send("GET", "/statistics/service", null, Map.of()).body())
                .path("connectedDeviceCount")
                .isInt())
        .isTrue();
  }

  private static String patch(String query) {
    return "$iothub/twin/PATCH/properties/reported/?" + query;
  }

  private static String desired(String values) {
    return "{\"properties\":{\"desired\":" + values + "}}";
  }

  /** The topic of the answer. */
  private static String request(MqttSocket socket, String topic, String body) throws IOException {
    socket.publish(topic, body.getBytes(StandardCharsets.UTF_8), 0, false, 0);
    MqttSocket.Packet answer = socket.read();
    if (answer.topic().contains("/res/4")) {
      assertThat(Json.parse(answer.payload(0)).path("errorCode").asInt()).isGreaterThan(400_000);
    }
    return answer.topic();
  }

  private static void subscribe(MqttSocket socket, String filter) throws IOException {
    socket.subscribe(filter);
    MqttSocket.Packet answer = socket.read();
    assertThat(answer.type()).isEqualTo(MqttSocket.SUBACK);
    assertThat(answer.code()).isEqualTo(1);
  }

  private HttpResponse<String> get(String deviceId) {
    return api.send("GET", "/twins/" + deviceId, null, Map.of());
  }

  private HttpResponse<String> send(
      String method, String deviceId, String body, Map<String, String> headers) {
    return api.send(method, "/twins/" + deviceId, body, headers);
  }
}
