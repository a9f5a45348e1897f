package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.acceptance.ServiceApi.Device;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Endpoints that have a sender, on the running hub. */
@HubTest
@ResourceLock(Rules.LOCK)
@Order(69)
class EndpointsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Hub hub = Hub.shared();
  private final ServiceApi service = new ServiceApi(hub);

  @AfterAll
  static void removeRoutes() {
    Rules.apply(Hub.shared(), "none.weir", "fallback on\n");
  }

  @Test
  @DisplayName("ROUTE-12, ROUTE-16: messages are lines of files below the hub's directory")
  void files() throws Exception {
    Device device = service.createDevice("endpoints-files");
    Rules.enforce(
        hub,
        "files.weir",
        """
        endpoint archive files { path = 'endpoints', format = 'json', roll = 1 second }

        route all
          from DeviceMessages
          where true
          to archive
        """);
    send(device, 1, 10);
    Path folder = hub.dataDirectory().resolve("files/endpoints");
    await(() -> lines(folder).size() >= 10);
    assertThat(lines(folder).stream().map(Json::parse))
        .allSatisfy(
            line ->
                assertThat(line.at("/SystemProperties/connectionDeviceId").asText())
                    .isEqualTo(device.id()))
        .extracting(line -> line.at("/Body/sequence").asLong())
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, 10).boxed().toList());
  }

  private void send(Device device, int first, int last) throws Exception {
    try (MqttSocket connection = MqttSocket.connected(hub, Trust.inHub(hub), device)) {
      for (int sequence = first; sequence <= last; sequence++) {
        connection.publishAndWait(
            MqttSocket.eventsTopic(device.id()) + "$.ct=application%2Fjson&$.ce=utf-8",
            ("{\"sequence\":" + sequence + "}").getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static List<String> lines(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      List<String> lines = new ArrayList<>();
      for (Path file : files.filter(path -> path.toString().endsWith(".json")).toList()) {
        lines.addAll(Files.readAllLines(file));
      }
      return lines;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(250)).until(condition);
  }
}
