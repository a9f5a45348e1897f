package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.acceptance.MqttSocket.Packet;
import io.weir.acceptance.ServiceApi.Device;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a device learns of its twin while much happens at a time. */
@HubTest
class TwinStormTest {
  private static final String DESIRED = "$iothub/twin/PATCH/properties/desired/";
  private static final String RESPONSES = "$iothub/twin/res/";

  private final Hub hub = Hub.shared();
  private final ServiceApi api = new ServiceApi(hub);
  private final SSLContext tls = Trust.inHub(hub);

  @Test
  @DisplayName("MQTT-31 MQTT-33: of many requests at a time no answer overtakes its PUBACK")
  void answersComeAfterPubacks() throws Exception {
    Device device = api.createDevice("storm-pubacks");
    int version = 1;
    for (int round = 0; round < 10; round++) {
      version = answersComeAfterPubacks(device, version);
    }
  }

  /** The version after it. */
  private int answersComeAfterPubacks(Device device, int version) throws IOException {
    int requests = 60;
    try (MqttSocket socket = MqttSocket.connected(hub, tls, device)) {
      subscribe(socket, RESPONSES + "#");
      for (int id = 1; id <= requests; id++) {
        if (id % 2 == 0) {
          socket.publish("$iothub/twin/GET/?$rid=" + id, new byte[0], 1, false, id);
        } else {
          socket.publish(
              "$iothub/twin/PATCH/properties/reported/?$rid=" + id,
              ("{\"n\":" + id + "}").getBytes(StandardCharsets.UTF_8),
              1,
              false,
              id);
        }
      }
      Set<Integer> acknowledged = new HashSet<>();
      Set<Integer> answered = new HashSet<>();
      List<Long> versions = new ArrayList<>();
      while (answered.size() < requests) {
        Packet packet = socket.read();
        if (packet.type() == MqttSocket.PUBACK) {
          assertThat(acknowledged.add(packet.packetId())).isTrue();
          continue;
        }
        String topic = packet.topic();
        assertThat(topic).matches("\\$iothub/twin/res/20[04]/\\?\\$rid=.*");
        String[] parts = topic.substring(topic.indexOf("$rid=") + 5).split("&\\$version=", -1);
        int id = Integer.parseInt(parts[0]);
        assertThat(acknowledged).as("PUBACKs before %s", topic).contains(id);
        assertThat(answered.add(id)).isTrue();
        if (parts.length > 1) {
          versions.add(Long.valueOf(parts[1]));
        }
      }
      assertThat(versions)
          .as("each report has a version of its own")
          .containsExactlyInAnyOrderElementsOf(
              LongStream.rangeClosed(version + 1, version + requests / 2).boxed().toList());
    }
    return version + requests / 2;
  }

  @Test
  @DisplayName("MQTT-36 TWIN-04: between the subscription and the first GET no change is missed")
  void missesNoChange() throws Exception {
    Device device = api.createDevice("storm-changes");
    AtomicBoolean stopped = new AtomicBoolean();
    CompletableFuture<Long> writer =
        CompletableFuture.supplyAsync(() -> write(device.id(), stopped));
    try {
      for (int round = 0; round < 6; round++) {
        try (MqttSocket socket = MqttSocket.connected(hub, tls, device)) {
          Seen seen = new Seen();
          subscribe(socket, RESPONSES + "#", seen);
          subscribe(socket, DESIRED + "#", seen);
          socket.publish("$iothub/twin/GET/?$rid=" + round, new byte[0], 0, false, 0);
          seen.readUntil(socket, 0);
          seen.readUntil(socket, seen.gotVersion + 12);
          seen.assertWithoutGaps();
          if (round == 5) {
            stopped.set(true);
            long last = writer.get(30, TimeUnit.SECONDS);
            seen.readUntil(socket, last);
            seen.assertWithoutGaps();
            ObjectNode present = (ObjectNode) desired(device.id());
            present.remove("$metadata");
            assertThat(seen.state).isEqualTo(present);
          }
        }
      }
    } finally {
      stopped.set(true);
    }
  }

  /** Each change sets a property of its own and removes an older one; the last version. */
  private long write(String deviceId, AtomicBoolean stopped) {
    long version = 0;
    for (int number = 1; !stopped.get(); number++) {
      String patch =
          "{\"properties\":{\"desired\":{\"k"
              + number
              + "\":"
              + number
              + ",\"k"
              + Math.max(0, number - 20)
              + "\":null}}}";
      HttpResponse<String> answer = api.send("PATCH", "/twins/" + deviceId, patch, Map.of());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      version = Json.parse(answer.body()).at("/properties/desired/$version").asLong();
    }
    return version;
  }

  private JsonNode desired(String deviceId) {
    return Json.parse(api.send("GET", "/twins/" + deviceId, null, Map.of()).body())
        .at("/properties/desired");
  }

  private static void subscribe(MqttSocket socket, String filter) throws IOException {
    subscribe(socket, filter, new Seen());
  }

  /** Changes may come before the SUBACK is read. */
  private static void subscribe(MqttSocket socket, String filter, Seen seen) throws IOException {
    socket.subscribe(filter);
    for (Packet packet = socket.read();
        packet.type() != MqttSocket.SUBACK;
        packet = socket.read()) {
      seen.take(socket, packet);
    }
  }

  /** What a device makes of what it gets and what it is told: the newer one counts. */
  private static final class Seen {
    private final List<Long> told = new ArrayList<>();
    private final List<ObjectNode> early = new ArrayList<>();
    private ObjectNode state;
    private long gotVersion;

    /** Reads until the state has at least this version. */
    void readUntil(MqttSocket socket, long version) throws IOException {
      while (state == null || state.path("$version").asLong() < version) {
        take(socket, socket.read());
      }
    }

    void take(MqttSocket socket, Packet packet) throws IOException {
      assertThat(packet.type()).isEqualTo(MqttSocket.PUBLISH);
      if (packet.topic().startsWith(RESPONSES)) {
        state = (ObjectNode) Json.parse(packet.payload(0)).path("desired");
        gotVersion = state.path("$version").asLong();
        early.forEach(this::apply);
        return;
      }
      socket.acknowledge(packet);
      ObjectNode change = (ObjectNode) Json.parse(packet.payload(1));
      told.add(change.path("$version").asLong());
      if (state == null) {
        early.add(change);
      } else {
        apply(change);
      }
    }

    private void apply(ObjectNode change) {
      if (change.path("$version").asLong() <= state.path("$version").asLong()) {
        return;
      }
      for (Map.Entry<String, JsonNode> field : change.properties()) {
        if (field.getValue().isNull()) {
          state.remove(field.getKey());
        } else {
          state.set(field.getKey(), field.getValue());
        }
      }
    }

    void assertWithoutGaps() {
      assertThat(told).isNotEmpty();
      long first = told.get(0);
      assertThat(told)
          .containsExactlyElementsOf(
              LongStream.rangeClosed(first, told.get(told.size() - 1)).boxed().toList());
      assertThat(first)
          .as("what is told follows on what was got: %s", gotVersion)
          .isLessThanOrEqualTo(gotVersion + 1);
    }
  }
}
