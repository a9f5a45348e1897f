package io.weir.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.acceptance.EventLog.Entry;
import io.weir.acceptance.ServiceApi.Device;
import io.weir.acceptance.ServiceApi.DeviceModule;
import io.weir.device.connection.Connection;
import io.weir.device.identity.TwinKey;
import io.weir.device.store.CassandraSessions;
import io.weir.device.store.DeviceTables;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several edge nodes are one hub (architecture, "Edge nodes hold sockets, nothing else"). */
@HubTest
@ResourceLock(Hub.LOCK)
@Order(80)
class TwoEdgesTest {
  private static final byte[] BODY = "x".getBytes(StandardCharsets.UTF_8);
  private static final Duration REVOCATION = Duration.ofSeconds(1);

  private static final Duration LEASE = Duration.ofSeconds(30);

  private static KafkaDetour detour;
  private static OtherEdge second;
  private static OtherEdge third;
  private static CqlSession session;
  private static DeviceTables tables;

  private final Hub hub = Hub.shared();
  private final SSLContext tls = Trust.inHub(hub);
  private final ServiceApi service = new ServiceApi(hub);

  @BeforeAll
  static void startOtherNodes() throws IOException {
    Hub hub = Hub.shared();
    session = CassandraSessions.open(List.of(hub.cassandra()), "datacenter1", Hub.NAME);
    tables = new DeviceTables(session, Hub.NAME);
    detour = KafkaDetour.open(hub);
    second = OtherEdge.start(hub, "second-edge", "127.0.0.3", detour.address());
    third = OtherEdge.start(hub, "third-edge", "127.0.0.4", hub.kafka());
    Device probe = new ServiceApi(hub).createDevice("edges-probe");
    awaitNode(second, probe);
    awaitNode(third, probe);
  }

  private static void awaitNode(OtherEdge node, Device device) {
    Hub hub = Hub.shared();
    Awaitility.await(node.host() + " admits devices")
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(300))
        .ignoreExceptions()
        .until(
            () -> {
              MqttSocket.connected(hub, node.host(), Trust.inHub(hub), device).close();
              return true;
            });
  }

  @AfterAll
  static void stopOtherNodes() throws IOException {
    if (second != null) {
      second.close();
    }
    if (third != null) {
      third.close();
    }
    if (detour != null) {
      detour.close();
    }
    if (session != null) {
      session.close();
    }
  }

  @Test
  @DisplayName("MQTT-06: a connection on one node evicts the device's connection on the other")
  void takesOverAcrossNodes() throws Exception {
    Device device = service.createDevice("edges-takeover");
    try (MqttSocket first = on(hub.host(), device)) {
      first.publishAndWait(MqttSocket.eventsTopic(device.id()), BODY);
      try (MqttSocket other = on(second.host(), device)) {
        assertThat(first.isClosedWithin(Duration.ofSeconds(5))).isTrue();
        other.publishAndWait(MqttSocket.eventsTopic(device.id()), BODY);
        try (MqttSocket back = on(hub.host(), device)) {
          assertThat(other.isClosedWithin(Duration.ofSeconds(5))).isTrue();
          back.publishAndWait(MqttSocket.eventsTopic(device.id()), BODY);
        }
      }
    }
    assertThat(new EventMonitor(hub).first(3, device.id())).hasSize(3);
  }

  @ParameterizedTest(name = "AUTH-11: {0} reaches both nodes within a second")
  @EnumSource
  void revokesOnBothNodes(Revocation revocation) throws Exception {
    for (String node : List.of(hub.host(), second.host())) {
      Device device = service.createDevice("edges-" + revocation + "-" + node);
      try (MqttSocket connection = on(node, device)) {
        connection.publishAndWait(MqttSocket.eventsTopic(device.id()), BODY);
        switch (revocation) {
          case DISABLE -> service.setStatus(device.id(), "disabled");
          case DELETE -> service.deleteDevice(device.id());
          case RENEW_KEYS -> service.renewKeys(device.id());
        }
        assertThat(connection.isClosedWithin(REVOCATION)).as(node).isTrue();
      }
      for (String any : List.of(hub.host(), second.host())) {
        assertThatThrownBy(() -> on(any, device)).hasMessageContaining("CONNACK: 5");
      }
    }
  }

  @Test
  @DisplayName(
      "AUTH-11: a node that stood still acknowledges nothing to a device revoked meanwhile")
  void doesNotAcknowledgeAfterStandingStill() throws Exception {
    Device device = service.createDevice("edges-still");
    try (MqttSocket connection = on(second.host(), device)) {
      connection.publishAndWait(MqttSocket.eventsTopic(device.id()), BODY);
      Programs.signal("STOP", second.pid());
      try {
        service.setStatus(device.id(), "disabled");
        connection.publish(MqttSocket.eventsTopic(device.id()), BODY, 1, false, 2);
        Thread.sleep(3_000);
      } finally {
        Programs.signal("CONT", second.pid());
      }
      connection.assertClosedUnanswered();
    }
  }

  /** What has happened to the connections of the device and its modules up to now. */
  private List<Entry> connectionEvents(Device device) {
    assertThat(tag(service, device, "seen", "until-here")).isEqualTo(200);
    Predicate<Entry> isMark = event -> event.body().at("/tags/seen").asText().equals("until-here");
    try (EventLog log = EventLog.of(hub, Hub.NAME + ".device-events")) {
      List<Entry> events =
          log.entries(
              device.id(), found -> found.stream().anyMatch(isMark), Duration.ofSeconds(30));
      assertThat(events).as("all up to the mark, and it").anyMatch(isMark);
      return events.stream()
          .filter(event -> event.source().equals("deviceConnectionStateEvents"))
          .toList();
    }
  }

  /**
   * It has come once and gone once since.
   *
   * @param moduleId null for the device itself
   */
  private static void assertCameAndWent(List<Entry> events, String moduleId) {
    List<Entry> own =
        events.stream().filter(event -> Objects.equals(event.moduleId(), moduleId)).toList();
    String owner = moduleId == null ? "device" : "module";
    assertThat(own.stream().map(Entry::operation))
        .containsExactly(owner + "Connected", owner + "Disconnected");
    List<String> numbers =
        own.stream().map(event -> event.body().path("sequenceNumber").asText()).toList();
    assertThat(numbers).allMatch(number -> number.matches("[0-9A-F]{64}"));
    assertThat(numbers.get(1)).isGreaterThan(numbers.get(0));
  }

  @Test
  @DisplayName(
      "The log's rules 7, EH-09, ROUTE-14, MQTT-25 MQTT-36: a node is killed and another is cut off;"
          + " sessions go on elsewhere, and whom the dead one held is disconnected when its lease ends")
  void goesOnWithoutTwoNodes() throws Exception {
    Device wanderer = service.createDevice("edges-session");
    Device orphan = service.createDevice("edges-orphan");
    DeviceModule module = service.createModule(orphan.id(), "eye");
    TwinKey eye = new TwinKey(orphan.id(), module.id());
    Device bystander = service.createDevice("edges-bystander");
    try (MqttSocket first = MqttSocket.resumed(hub, tls, wanderer)) {
      subscribeToDesired(first);
    }
    try (MqttSocket moved = MqttSocket.resumed(hub, third.host(), tls, wanderer);
        MqttSocket held = on(third.host(), orphan);
        MqttSocket heldModule = on(third.host(), module);
        MqttSocket other = on(hub.host(), bystander)) {
      assertThat(patch(ServiceApi.at(hub, third.host()), wanderer, 1, "*")).isEqualTo(200);
      assertThat(moved.readAndAcknowledge().topic()).endsWith("desired/?$version=2");
      held.publishAndWait(MqttSocket.eventsTopic(orphan.id()), BODY);
      heldModule.publishAndWait(MqttSocket.eventsTopic(orphan.id() + "/modules/eye"), BODY);
      Awaitility.await("all are held")
          .atMost(Duration.ofSeconds(10))
          .until(
              () ->
                  holder(orphan).isPresent()
                      && holder(eye).isPresent()
                      && holder(bystander).isPresent());
      assertThat(service.connectionState(orphan.id())).isEqualTo("Connected");

      third.kill();
      Instant killed = Instant.now();
      try (MqttSocket back = MqttSocket.resumed(hub, tls, wanderer)) {
        assertThat(patch(service, wanderer, 2, "*")).isEqualTo(200);
        assertThat(back.readAndAcknowledge().topic()).endsWith("desired/?$version=3");
      }
      assertHarmlessWhenCutOff();

      Awaitility.await("the lease has ended; its device and its module are reported")
          .atMost(Duration.ofSeconds(15))
          .pollInterval(Duration.ofMillis(500))
          .until(() -> holder(orphan).isEmpty() && holder(eye).isEmpty());
      assertThat(service.connectionState(orphan.id())).isEqualTo("Disconnected");
      List<Entry> events = connectionEvents(orphan);
      assertCameAndWent(events, null);
      assertCameAndWent(events, module.id());
      assertThat(events.stream().filter(event -> event.operation().endsWith("Disconnected")))
          .extracting(Entry::operatedAt)
          .allSatisfy(at -> assertThat(at).isBetween(killed, killed.plus(LEASE).plusSeconds(15)));
      assertThat(holder(bystander)).isPresent();
      other.publishAndWait(MqttSocket.eventsTopic(bystander.id()), BODY);
    }
  }

  /**
   * A node cut off from Kafka admits nobody, acknowledges nothing, and closes everything when its
   * lease ends; when it is back it is another incarnation.
   */
  private void assertHarmlessWhenCutOff() throws Exception {
    Device moving = service.createDevice("edges-cut-moving");
    Device silent = service.createDevice("edges-cut-silent");
    Device late = service.createDevice("edges-cut-late");
    try (MqttSocket sending = on(second.host(), moving);
        MqttSocket quiet = on(second.host(), silent)) {
      sending.publishAndWait(MqttSocket.eventsTopic(moving.id()), BODY);
      quiet.publishAndWait(MqttSocket.eventsTopic(silent.id()), BODY);
      Awaitility.await("it is held")
          .atMost(Duration.ofSeconds(10))
          .until(() -> holder(silent).isPresent());
      String former = holder(silent).orElseThrow().edge().incarnation();

      long cutAt = System.nanoTime();
      detour.cut();
      try {
        Awaitility.await("it admits nobody")
            .atMost(Duration.ofSeconds(2))
            .pollInterval(Duration.ofMillis(100))
            .untilAsserted(
                () ->
                    assertThatThrownBy(() -> on(second.host(), late).close())
                        .hasMessageContaining("CONNACK: 3"));
        sending.publish(MqttSocket.eventsTopic(moving.id()), BODY, 1, false, 2);
        try (MqttSocket taken = on(hub.host(), moving)) {
          taken.publishAndWait(MqttSocket.eventsTopic(moving.id()), BODY);
          assertThatThrownBy(sending::read).as("no PUBACK").isInstanceOf(IOException.class);
          taken.publishAndWait(MqttSocket.eventsTopic(moving.id()), BODY);
        }
        assertThat(quiet.isClosedWithin(LEASE.plusSeconds(5))).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - cutAt))
            .isBetween(LEASE.minusSeconds(3), LEASE.plusSeconds(5));
      } finally {
        detour.heal();
      }

      awaitNode(second, late);
      try (MqttSocket back = on(second.host(), silent)) {
        back.publishAndWait(MqttSocket.eventsTopic(silent.id()), BODY);
        Awaitility.await("a new incarnation holds it")
            .atMost(Duration.ofSeconds(10))
            .until(
                () ->
                    holder(silent)
                        .filter(holder -> !holder.edge().incarnation().equals(former))
                        .isPresent());
      }
    }
  }

  @Test
  @DisplayName("TWIN-04 TWIN-11: of writers at both nodes with one etag exactly one wins")
  void oneWriterWinsAcrossNodes() throws Exception {
    int rounds = 8;
    Device device = service.createDevice("edges-race");
    List<ServiceApi> nodes = List.of(service, ServiceApi.at(hub, second.host()));
    ExecutorService writers = Executors.newFixedThreadPool(6);
    try (MqttSocket socket = on(second.host(), device)) {
      subscribeToDesired(socket);
      for (int round = 1; round <= rounds; round++) {
        String etag = twin(nodes.get(round % 2), device).path("etag").asText();
        List<Callable<Integer>> race = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
          int writer = i;
          race.add(() -> patch(nodes.get(writer % 2), device, writer, "\"" + etag + "\""));
        }
        List<Integer> codes = new ArrayList<>();
        for (Future<Integer> code : writers.invokeAll(race)) {
          codes.add(code.get());
        }
        assertThat(codes).containsOnly(200, 412).containsOnlyOnce(200);
        for (ServiceApi node : nodes) {
          assertThat(twin(node, device).path("version").asInt()).isEqualTo(round + 2);
        }
        MqttSocket.Packet change = socket.readAndAcknowledge();
        assertThat(change.topic()).endsWith("desired/?$version=" + (round + 1));
        assertThat(Json.parse(change.payload(1)).path("n").asInt())
            .as("the winner's")
            .isEqualTo(codes.indexOf(200));
      }
    } finally {
      writers.shutdownNow();
    }
  }

  @Test
  @DisplayName(
      "QRY-11: what one node has acknowledged, the index has at the other, and no more what was")
  void queriesSeeTheOtherNodesWrites() {
    int writes = 50;
    Device device = service.createDevice("edges-query");
    List<ServiceApi> nodes = List.of(service, ServiceApi.at(hub, second.host()));
    for (ServiceApi node : nodes) {
      assertThat(query(node, "EXPLAIN " + byValue("edges-1")).toString()).contains("look up");
    }
    for (int write = 1; write <= writes; write++) {
      ServiceApi other = nodes.get((write + 1) % 2);
      assertThat(tag(nodes.get(write % 2), device, "value", "edges-" + write)).isEqualTo(200);
      assertThat(query(other, byValue("edges-" + write)).findValuesAsText("deviceId"))
          .as("write %d", write)
          .containsExactly(device.id());
      assertThat(query(other, byValue("edges-" + (write - 1))))
          .as("what write %d replaced", write)
          .isEmpty();
    }
  }

  private static String byValue(String value) {
    return "SELECT deviceId FROM devices WHERE tags.value = '" + value + "'";
  }

  private static JsonNode query(ServiceApi node, String text) {
    String body = Json.object().put("query", text).toString();
    HttpResponse<String> answer = node.send("POST", "/devices/query", body, Map.of());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.parse(answer.body());
  }

  private static int tag(ServiceApi node, Device device, String name, String value) {
    ObjectNode patch = Json.object();
    patch.putObject("tags").put(name, value);
    return node.send("PATCH", "/twins/" + device.id(), patch.toString(), Map.of()).statusCode();
  }

  private static void subscribeToDesired(MqttSocket socket) throws IOException {
    socket.subscribe("$iothub/twin/PATCH/properties/desired/#");
    assertThat(socket.read().code()).isEqualTo(1);
  }

  private static int patch(ServiceApi node, Device device, int number, String etag) {
    String body = "{\"properties\":{\"desired\":{\"n\":" + number + "}}}";
    return node.send("PATCH", "/twins/" + device.id(), body, Map.of("If-Match", etag)).statusCode();
  }

  private static JsonNode twin(ServiceApi node, Device device) {
    return Json.parse(node.send("GET", "/twins/" + device.id(), null, Map.of()).body());
  }

  private static Optional<Connection> holder(Device device) {
    return holder(TwinKey.device(device.id()));
  }

  private static Optional<Connection> holder(TwinKey key) {
    return tables.connection(key).toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private enum Revocation {
    DISABLE,
    DELETE,
    RENEW_KEYS
  }

  private MqttSocket on(String node, Device device) throws IOException {
    return MqttSocket.connected(hub, node, tls, device);
  }

  private MqttSocket on(String node, DeviceModule module) throws IOException {
    String clientId = module.deviceId() + "/" + module.id();
    String token =
        Sas.ofDevice(
            hub.host(),
            module.deviceId() + "/modules/" + module.id(),
            module.primaryKey(),
            Instant.now().plus(Duration.ofHours(1)));
    MqttSocket socket = MqttSocket.open(node, tls);
    assertThat(socket.connect(clientId, MqttSocket.userName(hub, clientId), token)).isZero();
    return socket;
  }
}
