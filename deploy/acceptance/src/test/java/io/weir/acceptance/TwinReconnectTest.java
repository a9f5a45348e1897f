package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;
import com.microsoft.azure.sdk.iot.device.transport.ExponentialBackoffWithJitter;
import com.microsoft.azure.sdk.iot.device.twin.TwinCollection;
import io.weir.acceptance.ServiceApi.Device;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The official SDKs on twins when their connection is lost. */
@HubTest
@ResourceLock(Hub.LOCK)
@Order(75)
class TwinReconnectTest {
  private static final Duration NODE = Duration.ofSeconds(30);

  private final Hub hub = Hub.shared();
  private final ServiceApi api = new ServiceApi(hub);

  @Test
  @DisplayName(
      "MQTT-25 MQTT-30..36: after their edge node was killed, the Java and the Node SDK are told, get"
          + " and report")
  void goOnAfterAKilledNode() throws Exception {
    Device java = api.createDevice("reconnect-java");
    Device node = api.createDevice("reconnect-node");
    BlockingQueue<Map<String, Object>> told = new LinkedBlockingQueue<>();
    ObjectNode instruction =
        Json.object().put("connectionString", node.connectionString(hub)).put("reconnect", true);
    try (SdkDevice device = open(java);
        NodeScript script = NodeScript.start(hub, "twin.js", instruction)) {
      device
          .client()
          .setRetryPolicy(
              new ExponentialBackoffWithJitter(Integer.MAX_VALUE, 100, 2_000, 100, true));
      subscribe(device.client(), told);
      TwinCalls calls = new TwinCalls(device.client());
      calls.get();
      wish(java, 1);
      assertThat(told.poll(20, TimeUnit.SECONDS)).containsEntry("n", 1L);
      assertThat(script.nextEvent(NODE)).isEqualTo("connected");
      answer(script, Json.object().put("do", "get"), "twin");
      answer(script, Json.object().put("do", "listen"), "listening");
      wish(node, 1);
      assertThat(script.next(NODE).at("/properties/n").asInt()).isEqualTo(1);

      hub.kill("edge");
      hub.awaitReady();

      assertJavaGoesOn(java, calls, told);
      assertNodeGoesOn(node, script);
    }
  }

  private void assertJavaGoesOn(
      Device device, TwinCalls calls, BlockingQueue<Map<String, Object>> told) throws Exception {
    wish(device, 2);
    Awaitility.await("the SDK is back")
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(calls.get().getDesiredProperties()).containsEntry("n", 2L));
    wish(device, 3);
    Awaitility.await("it is told, though the SDK has not subscribed anew")
        .atMost(Duration.ofSeconds(20))
        .until(() -> told.stream().anyMatch(change -> change.get("n").equals(3L)));
    assertThat(calls.report("done", 3)).isGreaterThanOrEqualTo(2);
    assertThat(calls.get().getReportedProperties()).containsEntry("done", 3L);
  }

  private void assertNodeGoesOn(Device device, NodeScript script) throws Exception {
    AtomicInteger number = new AtomicInteger(1);
    Awaitility.await("the SDK is back, has subscribed anew and is told")
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              wish(device, number.incrementAndGet());
              Optional<JsonNode> told = script.poll(Duration.ofSeconds(2));
              return told.filter(line -> line.at("/properties/n").asInt() > 1).isPresent();
            });
    ObjectNode report = Json.object().put("do", "report");
    report.putObject("patch").put("done", 1);
    answer(script, report, "reported");
    JsonNode twin = answer(script, Json.object().put("do", "get"), "twin");
    assertThat(twin.at("/desired/n").asInt()).isEqualTo(number.get());
    assertThat(twin.at("/reported/done").asInt()).isEqualTo(1);
  }

  /** What the script answers; changes that it is told of meanwhile are passed over. */
  private static JsonNode answer(NodeScript client, ObjectNode line, String event)
      throws IOException, InterruptedException {
    client.tell(line);
    JsonNode answer = client.next(NODE);
    while (answer.path("event").asText().equals("desired")) {
      answer = client.next(NODE);
    }
    assertThat(answer.path("event").asText()).as(answer.toString()).isEqualTo(event);
    return answer;
  }

  @Test
  @DisplayName("MQTT-37 TWIN-04: who was away gets what is, and the version tells what was missed")
  void getsWhatItMissed() throws Exception {
    Device identity = api.createDevice("reconnect-away");
    BlockingQueue<Map<String, Object>> told = new LinkedBlockingQueue<>();
    int before;
    try (SdkDevice device = open(identity)) {
      subscribe(device.client(), told);
      wish(identity, 1);
      assertThat(told.poll(20, TimeUnit.SECONDS)).containsEntry("n", 1L);
      before = new TwinCalls(device.client()).get().getDesiredProperties().getVersion();
    }
    wish(identity, 2);
    wish(identity, 3);
    try (SdkDevice device = open(identity)) {
      subscribe(device.client(), told);
      TwinCollection present = new TwinCalls(device.client()).get().getDesiredProperties();
      assertThat(present).containsEntry("n", 3L);
      assertThat(present.getVersion()).isEqualTo(before + 2);
      wish(identity, 4);
      assertThat(told.poll(20, TimeUnit.SECONDS))
          .as("what came meanwhile is not queued")
          .containsEntry("n", 4L);
    }
  }

  private SdkDevice open(Device identity) throws IotHubClientException {
    return SdkDevice.of(identity.connectionString(hub), Trust.inHub(hub)).open();
  }

  private static void subscribe(DeviceClient client, BlockingQueue<Map<String, Object>> told)
      throws IotHubClientException, InterruptedException {
    client.subscribeToDesiredProperties(
        (twin, context) -> told.add(Map.copyOf(twin.getDesiredProperties())), null);
  }

  private void wish(Device device, int number) {
    String patch = "{\"properties\":{\"desired\":{\"n\":" + number + "}}}";
    assertThat(api.send("PATCH", "/twins/" + device.id(), patch, Map.of()).statusCode())
        .isEqualTo(200);
  }
}
