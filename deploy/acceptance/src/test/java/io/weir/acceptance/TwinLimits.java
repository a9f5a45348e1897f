package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.acceptance.ServiceApi.Device;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What twins may hold, by today's limits and by those of 2017 (TWIN-07..09), tried by back ends and
 * by a device.
 */
final class TwinLimits {
  private static final String RESPONSES = "$iothub/twin/res/";

  /** The size of a section in 2017, and of tags today as well. */
  private static final int SIZE = 8_192;

  private final Hub hub;
  private final ServiceApi api;

  TwinLimits(Hub hub) {
    this.hub = hub;
    this.api = new ServiceApi(hub);
  }

  /**
   * Gives a new device more desired properties than it could have had in 2017.
   *
   * @return them as they are shown
   */
  String keptTwin(String id) {
    api.createDevice(id);
    assertThat(patchDesired(id, sized(SIZE + 800)).statusCode()).isEqualTo(200);
    return desired(id);
  }

  /** By the limits of 2017 it stays as it was, cannot grow, and can shrink. */
  void assertKept(String id, String kept) {
    assertThat(desired(id)).as("what was written before stays").isEqualTo(kept);
    refused(patchDesired(id, "{\"d\":1}"));
    assertThat(patchDesired(id, "{\"c\":null}").statusCode()).isEqualTo(200);
  }

  private String desired(String id) {
    return twin(id).at("/properties/desired").toString();
  }

  /** Today's limits are in force for a new device. */
  void assertToday(String id) throws IOException {
    Device device = api.createDevice(id);
    assertThat(patchDesired(id, sized(SIZE + 1)).statusCode()).isEqualTo(200);
    assertThat(patchDesired(id, "{\"list\":[1]}").statusCode()).isEqualTo(200);
    assertThat(patchDesired(id, nested(6)).statusCode()).isEqualTo(200);
    assertThat(patchTags(id, "{\"list\":[1]}").statusCode()).isEqualTo(200);
    refused(patchTags(id, sized(SIZE + 1)));
    try (MqttSocket connection = connect(device)) {
      assertThat(report(connection, sized(SIZE + 1))).isEqualTo(204);
      assertThat(report(connection, "{\"list\":[1]}")).isEqualTo(204);
      assertThat(report(connection, nested(6))).isEqualTo(204);
    }
  }

  /** The limits of 2017 are in force for a new device. */
  void assertOf2017(String id) throws IOException {
    Device device = api.createDevice(id);
    String newborn = twin(id).toString();
    for (String bad : List.of(sized(SIZE + 1), "{\"list\":[1]}", nested(6))) {
      refused(patchDesired(id, bad));
      refused(patchTags(id, bad));
      refused(replace(id, bad));
      refused(bulk(id + "-bulk", bad));
    }
    assertThat(api.send("GET", "/twins/" + id + "-bulk", null, Map.of()).statusCode())
        .isEqualTo(404);
    assertThat(twin(id).toString()).as("nothing of it is applied").isEqualTo(newborn);

    assertThat(patchDesired(id, nested(5)).statusCode()).isEqualTo(200);
    assertThat(patchDesired(id, "{\"nest\":null}").statusCode()).isEqualTo(200);
    assertThat(patchDesired(id, sized(SIZE)).statusCode()).isEqualTo(200);
    assertThat(patchTags(id, sized(SIZE)).statusCode()).isEqualTo(200);
    refused(patchDesired(id, "{\"d\":null,\"e\":\"\"}"));
    try (MqttSocket connection = connect(device)) {
      assertThat(report(connection, sized(SIZE + 1))).isEqualTo(400);
      assertThat(report(connection, "{\"list\":[1]}")).isEqualTo(400);
      assertThat(report(connection, nested(6))).isEqualTo(400);
      assertThat(report(connection, sized(SIZE))).isEqualTo(204);
      assertThat(report(connection, "{\"e\":\"\"}")).isEqualTo(400);
    }
    JsonNode reported = twin(id).at("/properties/reported");
    assertThat(reported.path("$version").asInt()).as("one report was taken").isEqualTo(2);
    assertThat(reported.has("e")).isFalse();
  }

  private HttpResponse<String> patchDesired(String id, String values) {
    String patch = "{\"properties\":{\"desired\":" + values + "}}";
    return api.send("PATCH", "/twins/" + id, patch, Map.of());
  }

  private HttpResponse<String> patchTags(String id, String values) {
    return api.send("PATCH", "/twins/" + id, "{\"tags\":" + values + "}", Map.of());
  }

  private HttpResponse<String> replace(String id, String desired) {
    String document = "{\"properties\":{\"desired\":" + desired + "}}";
    return api.send("PUT", "/twins/" + id, document, Map.of());
  }

  /** A bulk request that creates a device with these tags. */
  private HttpResponse<String> bulk(String id, String tags) {
    String lines = "[{\"id\":\"" + id + "\",\"importMode\":\"create\",\"tags\":" + tags + "}]";
    return api.send("POST", "/devices", lines, Map.of());
  }

  private static void refused(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains("ArgumentInvalid");
  }

  private JsonNode twin(String id) {
    HttpResponse<String> answer = api.send("GET", "/twins/" + id, null, Map.of());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.parse(answer.body());
  }

  private MqttSocket connect(Device device) throws IOException {
    MqttSocket connection = MqttSocket.connected(hub, Trust.inHub(hub), device);
    connection.subscribe(RESPONSES + "#");
    assertThat(connection.read().type()).isEqualTo(MqttSocket.SUBACK);
    return connection;
  }

  /** The status of the answer to a patch of reported properties. */
  private static int report(MqttSocket connection, String patch) throws IOException {
    byte[] body = patch.getBytes(StandardCharsets.UTF_8);
    connection.publish("$iothub/twin/PATCH/properties/reported/?$rid=1", body, 0, false, 0);
    String topic = connection.read().topic();
    assertThat(topic).startsWith(RESPONSES);
    return Integer.parseInt(topic.substring(RESPONSES.length(), topic.indexOf("/?")));
  }

  /** Values of this size, as TWIN-07 counts: three keys, and texts of less than 4 KB. */
  private static String sized(int size) {
    return "{\"a\":\"%s\",\"b\":\"%s\",\"c\":\"%s\"}"
        .formatted("x".repeat(4_000), "x".repeat(4_000), "x".repeat(size - 8_003));
  }

  /** Values with objects so many levels below their section. */
  private static String nested(int levels) {
    return "{\"nest\":" + "{\"a\":".repeat(levels - 1) + "{}" + "}".repeat(levels);
  }
}
